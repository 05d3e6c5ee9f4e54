package io.kybern.conformance;

import io.kybern.testing.RealCluster;
import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * What holds for a whole run: servers are closed at its end, and suites that need a real server do
 * not run where there is none. In CI that is a failure, elsewhere one line.
 */
public final class Session implements LauncherSessionListener, PostDiscoveryFilter {
  private final boolean needsReal =
      !"embedded".equals(System.getProperty("kybern.server", "embedded"));
  private final Optional<String> missing = needsReal ? RealCluster.missing() : Optional.empty();

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    missing.ifPresent(
        why -> {
          if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(
                "CI must run the suites on a real kube-apiserver: " + why);
          }
          if (System.getProperty("kybern.announced") == null) {
            System.out.println("NOT RUN: the suites on a real kube-apiserver (" + why + ")");
          }
        });
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    TestServer.closeAll();
  }

  @Override
  public FilterResult apply(TestDescriptor test) {
    return FilterResult.includedIf(
        missing.isEmpty(), () -> "there is a real server", () -> "there is no real server");
  }
}
