package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.PodSecurityContext;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.SecurityContext;
import io.kybern.api.core.v1.WindowsSecurityContextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What only pods for Windows may have, and what they may not have. */
final class WindowsChecks {
  private static final int MAX_SPEC_KIB = 64;
  private static final int MAX_USER = 104;
  private static final int MAX_DOMAIN = 256;
  private static final Pattern BAD_IN_USER = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
  private static final Pattern NET_BIOS =
      Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
  private static final String NOT_HERE = "cannot be set for a windows pod";

  private WindowsChecks() {}

  static void options(WindowsSecurityContextOptions options, String at, Checks checks) {
    String name = options.gmsaCredentialSpecName();
    if (name != null) {
      checks.name(at + ".gmsaCredentialSpecName", name, Names.subdomain(name));
    }
    String spec = options.gmsaCredentialSpec();
    if (spec != null) {
      String path = at + ".gmsaCredentialSpec";
      if (spec.isEmpty()) {
        checks.invalid(path, spec, "gmsaCredentialSpec cannot be an empty string");
      } else if (spec.length() > MAX_SPEC_KIB * 1024) {
        checks.invalid(
            path, spec, "gmsaCredentialSpec size must be under " + MAX_SPEC_KIB + " KiB");
      }
    }
    String user = options.runAsUserName();
    if (user != null) {
      user(user, at + ".runAsUserName", checks);
    }
  }

  private static void user(String whole, String at, Checks checks) {
    if (whole.isEmpty()) {
      checks.invalid(at, whole, "runAsUserName cannot be an empty string");
      return;
    }
    if (whole.chars().anyMatch(Character::isISOControl)) {
      checks.invalid(at, whole, "runAsUserName cannot contain control characters");
    }
    String[] parts = whole.split("\\\\", -1);
    if (parts.length > 2) {
      checks.invalid(at, whole, "runAsUserName cannot contain more than one backslash");
      return;
    }
    if (parts.length == 2) {
      domain(parts[0], whole, at, checks);
    }
    String user = parts[parts.length - 1];
    if (user.isEmpty()) {
      checks.invalid(at, whole, "runAsUserName's User cannot be empty");
    } else if (user.length() > MAX_USER) {
      checks.invalid(
          at,
          whole,
          "runAsUserName's User length must not be longer than " + MAX_USER + " characters");
    }
    if (!user.isEmpty() && user.chars().allMatch(c -> c == '.' || c == ' ')) {
      checks.invalid(at, whole, "runAsUserName's User cannot contain only periods or spaces");
    }
    if (BAD_IN_USER.matcher(user).find()) {
      checks.invalid(
          at,
          whole,
          "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
  }

  private static void domain(String domain, String whole, String at, Checks checks) {
    if (domain.length() >= MAX_DOMAIN) {
      checks.invalid(
          at, whole, "runAsUserName's Domain length must be under " + MAX_DOMAIN + " characters");
    }
    if (!NET_BIOS.matcher(domain).matches()
        && !Characters.ALPHANUMERIC_WITH_DASH.dotted(Characters.ALPHANUMERIC, domain)) {
      checks.invalid(
          at, whole, "runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
  }

  /** Pods whose containers run on the host itself. */
  static void hostProcesses(PodSpec spec, String path, Checks checks) {
    Boolean ofPod = spec.securityContext().windowsOptions().hostProcess();
    int all = 0;
    int onHost = 0;
    for (Place part : Place.of(spec, path)) {
      Boolean own = part.context().windowsOptions().hostProcess();
      all++;
      if (ofPod != null && own != null && !ofPod.equals(own)) {
        checks.invalid(
            part.path() + ".securityContext.windowsOptions.hostProcess",
            own,
            "pod hostProcess value must be identical if both are specified, was " + ofPod);
      }
      onHost += Boolean.TRUE.equals(own == null ? ofPod : own) ? 1 : 0;
    }
    if (onHost == 0) {
      return;
    }
    if (onHost != all) {
      checks.invalid(
          path,
          "",
          "If pod contains any hostProcess containers then all containers must be HostProcess"
              + " containers");
    }
    if (!Boolean.TRUE.equals(spec.hostNetwork())) {
      checks.invalid(
          path + ".hostNetwork",
          false,
          "hostNetwork must be true if pod contains any hostProcess containers");
    }
  }

  /** One container of any sort, with where it is. */
  private record Place(String path, SecurityContext context) {
    static List<Place> of(PodSpec spec, String path) {
      List<Place> parts = new ArrayList<>();
      for (int i = 0; i < spec.initContainers().size(); i++) {
        parts.add(
            new Place(
                path + ".initContainers[" + i + "]",
                spec.initContainers().get(i).securityContext()));
      }
      for (int i = 0; i < spec.containers().size(); i++) {
        parts.add(
            new Place(path + ".containers[" + i + "]", spec.containers().get(i).securityContext()));
      }
      for (int i = 0; i < spec.ephemeralContainers().size(); i++) {
        parts.add(
            new Place(
                path + ".ephemeralContainers[" + i + "]",
                spec.ephemeralContainers().get(i).securityContext()));
      }
      return parts;
    }
  }

  /** What goes only with the system a pod says it is for. */
  static void system(PodSpec spec, String path, Checks checks) {
    String name = spec.os().name();
    if (!checks.required(path + ".os.name", name)) {
      return;
    }
    switch (name) {
      case "linux" -> linux(spec, path, checks);
      case "windows" -> windows(spec, path, checks);
      default -> checks.memberOf(path + ".os", name, "linux", "windows");
    }
  }

  private static void linux(PodSpec spec, String path, Checks checks) {
    String why = "windows options cannot be set for a linux pod";
    if (spec.securityContext().hasWindowsOptions()) {
      checks.forbidden(path + ".securityContext.windowsOptions", why);
    }
    for (Place part : Place.of(spec, path)) {
      if (part.context().hasWindowsOptions()) {
        checks.forbidden(part.path() + ".securityContext.windowsOptions", why);
      }
    }
  }

  private static void windows(PodSpec spec, String path, Checks checks) {
    PodSecurityContext context = spec.securityContext();
    String at = path + ".securityContext.";
    without(at + "appArmorProfile", context.hasAppArmorProfile(), checks);
    without(at + "seLinuxOptions", context.hasSeLinuxOptions(), checks);
    without(at + "seccompProfile", context.hasSeccompProfile(), checks);
    without(at + "fsGroup", context.fsGroup() != null, checks);
    without(at + "fsGroupChangePolicy", context.fsGroupChangePolicy() != null, checks);
    without(at + "sysctls", !context.sysctls().isEmpty(), checks);
    without(at + "runAsUser", context.runAsUser() != null, checks);
    without(at + "runAsGroup", context.runAsGroup() != null, checks);
    without(at + "supplementalGroups", !context.supplementalGroups().isEmpty(), checks);
    without(at + "supplementalGroupsPolicy", context.supplementalGroupsPolicy() != null, checks);
    without(at + "seLinuxChangePolicy", context.seLinuxChangePolicy() != null, checks);
    without(path + ".hostUsers", spec.hostUsers() != null, checks);
    without(path + ".hostPID", isSet(spec.hostPID()), checks);
    without(path + ".hostIPC", isSet(spec.hostIPC()), checks);
    without(path + ".shareProcessNamespace", spec.shareProcessNamespace() != null, checks);
    for (Place part : Place.of(spec, path)) {
      windows(part.context(), part.path() + ".securityContext.", checks);
    }
  }

  private static void windows(SecurityContext context, String at, Checks checks) {
    without(at + "appArmorProfile", context.hasAppArmorProfile(), checks);
    without(at + "seLinuxOptions", context.hasSeLinuxOptions(), checks);
    without(at + "seccompProfile", context.hasSeccompProfile(), checks);
    without(at + "capabilities", context.hasCapabilities(), checks);
    without(at + "readOnlyRootFilesystem", context.readOnlyRootFilesystem() != null, checks);
    without(at + "privileged", context.privileged() != null, checks);
    without(at + "allowPrivilegeEscalation", context.allowPrivilegeEscalation() != null, checks);
    without(at + "procMount", context.procMount() != null, checks);
    without(at + "runAsUser", context.runAsUser() != null, checks);
    without(at + "runAsGroup", context.runAsGroup() != null, checks);
  }

  private static boolean isSet(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static void without(String path, boolean there, Checks checks) {
    if (there) {
      checks.forbidden(path, NOT_HERE);
    }
  }
}
