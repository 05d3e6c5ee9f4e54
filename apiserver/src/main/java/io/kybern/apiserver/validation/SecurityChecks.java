package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.AppArmorProfile;
import io.kybern.api.core.v1.PodSecurityContext;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.SeccompProfile;
import io.kybern.api.core.v1.SecurityContext;
import io.kybern.api.core.v1.Sysctl;
import io.kybern.apiserver.facts.Parts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** With which rights pods and containers run. */
final class SecurityChecks {
  private static final String SYSCTL =
      "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final Pattern SYSCTL_PATTERN = Pattern.compile(SYSCTL);
  private static final int MAX_PROFILE_BYTES = 4095;
  private static final String ADMIN = "CAP_SYS_ADMIN";

  private SecurityChecks() {}

  static void pod(PodSpec spec, String at, Checks checks) {
    PodSecurityContext context = spec.securityContext();
    checks.id(at + ".fsGroup", context.fsGroup());
    checks.id(at + ".runAsUser", context.runAsUser());
    checks.id(at + ".runAsGroup", context.runAsGroup());
    for (int i = 0; i < context.supplementalGroups().size(); i++) {
      checks.id(at + ".supplementalGroups[" + i + "]", context.supplementalGroups().get(i));
    }
    if (isSet(spec.shareProcessNamespace()) && isSet(spec.hostPID())) {
      checks.invalid(
          at.substring(0, at.lastIndexOf('.')) + ".shareProcessNamespace",
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    sysctls(context.sysctls(), spec, at + ".sysctls", checks);
    checks.oneOf(
        at + ".fsGroupChangePolicy", context.fsGroupChangePolicy(), "Always", "OnRootMismatch");
    if (context.hasSeccompProfile()) {
      seccomp(context.seccompProfile(), at + ".seccompProfile", checks);
    }
    WindowsChecks.options(context.windowsOptions(), at + ".windowsOptions", checks);
    if (context.hasAppArmorProfile()) {
      appArmor(context.appArmorProfile(), at + ".appArmorProfile", checks);
    }
    checks.oneOf(
        at + ".supplementalGroupsPolicy", context.supplementalGroupsPolicy(), "Merge", "Strict");
    checks.oneOf(
        at + ".seLinuxChangePolicy", context.seLinuxChangePolicy(), "MountOption", "Recursive");
  }

  private static boolean isSet(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static void sysctls(List<Sysctl> sysctls, PodSpec spec, String path, Checks checks) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sysctls.size(); i++) {
      String name = sysctls.get(i).name();
      String at = path + "[" + i + "].name";
      if (!checks.required(at, name)) {
        continue;
      }
      if (name.length() > 253 || !SYSCTL_PATTERN.matcher(name).matches()) {
        checks.invalid(
            at, name, "must have at most 253 characters and match regex ^" + SYSCTL + "$");
      } else if (!names.add(name)) {
        checks.duplicate(at, name);
      }
      String dotted = name.replace('/', '.');
      if (isSet(spec.hostNetwork()) && dotted.startsWith("net.")) {
        checks.invalid(at, name, "may not be specified when 'hostNetwork' is true");
      }
      boolean shared =
          dotted.startsWith("kernel.shm")
              || dotted.startsWith("kernel.msg")
              || dotted.startsWith("fs.mqueue.")
              || dotted.equals("kernel.sem");
      if (isSet(spec.hostIPC()) && shared) {
        checks.invalid(at, name, "may not be specified when 'hostIPC' is true");
      }
    }
  }

  private static void seccomp(SeccompProfile profile, String at, Checks checks) {
    if (checks.required(
        at + ".type", profile.type(), "type is required when seccompProfile is set")) {
      checks.memberOf(at + ".type", profile.type(), "Localhost", "RuntimeDefault", "Unconfined");
    }
    String path = profile.localhostProfile();
    if (profile.type().equals("Localhost")) {
      if (path == null) {
        checks.required(
            at + ".localhostProfile", null, "must be set when seccomp type is Localhost");
      } else {
        checks.localPath(at + ".localhostProfile", path);
      }
    } else if (path != null) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      shown.put("Type", profile.type());
      shown.put("LocalhostProfile", path);
      checks.invalid(
          at + ".localhostProfile", shown, "can only be set when seccomp type is Localhost");
    }
  }

  private static void appArmor(AppArmorProfile profile, String at, Checks checks) {
    String path = at + ".localhostProfile";
    String local = profile.localhostProfile();
    switch (profile.type()) {
      case "Localhost" -> {
        if (checks.required(path, local, "must be set when AppArmor type is Localhost")
            && local != null) {
          if (!local.strip().equals(local)) {
            checks.invalid(path, local, "must not be padded with whitespace");
          } else if (local.length() > MAX_PROFILE_BYTES) {
            checks.add(FieldError.tooLong(path, MAX_PROFILE_BYTES));
          }
        }
      }
      case "RuntimeDefault", "Unconfined" -> {
        if (local != null) {
          checks.invalid(path, local, "can only be set when AppArmor type is Localhost");
        }
      }
      case "" ->
          checks.required(at + ".type", null, "type is required when appArmorProfile is set");
      default ->
          checks.memberOf(
              at + ".type", profile.type(), "Localhost", "RuntimeDefault", "Unconfined");
    }
  }

  /**
   * @param hostUsers whether the users of the pod are those of its node
   */
  static void container(SecurityContext context, String at, boolean hostUsers, Checks checks) {
    checks.id(at + ".runAsUser", context.runAsUser());
    checks.id(at + ".runAsGroup", context.runAsGroup());
    String mount = context.procMount();
    if (mount != null) {
      checks.memberOf(at + ".procMount", mount, "Default", "Unmasked");
      if (hostUsers && mount.equals("Unmasked")) {
        checks.invalid(at + ".procMount", mount, "`hostUsers` must be false to use `Unmasked`");
      }
    }
    if (context.hasSeccompProfile()) {
      seccomp(context.seccompProfile(), at + ".seccompProfile", checks);
    }
    if (Boolean.FALSE.equals(context.allowPrivilegeEscalation())) {
      String why = "cannot set `allowPrivilegeEscalation` to false and ";
      if (isSet(context.privileged())) {
        checks.invalid(at, shown(context), why + "`privileged` to true");
      }
      if (context.capabilities().add().contains(ADMIN)) {
        checks.invalid(at, shown(context), why + "`capabilities.Add` " + ADMIN);
      }
    }
    WindowsChecks.options(context.windowsOptions(), at + ".windowsOptions", checks);
    if (context.hasAppArmorProfile()) {
      appArmor(context.appArmorProfile(), at + ".appArmorProfile", checks);
    }
  }

  /** As kube-apiserver shows one: by its own names, in its own order. */
  private static Map<String, @Nullable Object> shown(SecurityContext context) {
    var windows = context.windowsOptions();
    var selinux = context.seLinuxOptions();
    var seccomp = context.seccompProfile();
    var armor = context.appArmorProfile();
    return map(
        "Capabilities",
        context.hasCapabilities()
            ? map(
                "Add", orNull(context.capabilities().add()),
                "Drop", orNull(context.capabilities().drop()))
            : null,
        "Privileged",
        context.privileged(),
        "SELinuxOptions",
        context.hasSeLinuxOptions()
            ? map(
                "User",
                Parts.text(selinux.user()),
                "Role",
                Parts.text(selinux.role()),
                "Type",
                Parts.text(selinux.type()),
                "Level",
                Parts.text(selinux.level()))
            : null,
        "WindowsOptions",
        context.hasWindowsOptions()
            ? map(
                "GMSACredentialSpecName", windows.gmsaCredentialSpecName(),
                "GMSACredentialSpec", windows.gmsaCredentialSpec(),
                "RunAsUserName", windows.runAsUserName(),
                "HostProcess", windows.hostProcess())
            : null,
        "RunAsUser",
        context.runAsUser(),
        "RunAsGroup",
        context.runAsGroup(),
        "RunAsNonRoot",
        context.runAsNonRoot(),
        "ReadOnlyRootFilesystem",
        context.readOnlyRootFilesystem(),
        "AllowPrivilegeEscalation",
        context.allowPrivilegeEscalation(),
        "ProcMount",
        context.procMount(),
        "SeccompProfile",
        context.hasSeccompProfile()
            ? map("Type", seccomp.type(), "LocalhostProfile", seccomp.localhostProfile())
            : null,
        "AppArmorProfile",
        context.hasAppArmorProfile()
            ? map("Type", armor.type(), "LocalhostProfile", armor.localhostProfile())
            : null);
  }

  private static @Nullable List<String> orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    var rest = Arrays.asList(namesAndValues).iterator();
    while (rest.hasNext()) {
      map.put(String.valueOf(rest.next()), rest.next());
    }
    return map;
  }
}
