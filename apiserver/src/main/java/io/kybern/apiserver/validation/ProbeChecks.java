package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ExecAction;
import io.kybern.api.core.v1.HTTPGetAction;
import io.kybern.api.core.v1.LifecycleHandler;
import io.kybern.api.core.v1.Probe;
import io.kybern.api.core.v1.SleepAction;
import org.jspecify.annotations.Nullable;

/** What probes and hooks of a container must be like. Confined to one validation. */
final class ProbeChecks {
  private static final String HEADER = "[-A-Za-z0-9]+";

  private final Checks checks;
  private final @Nullable Long graceSeconds;
  private int handlers;

  /**
   * @param graceSeconds how long the pod's containers have to end
   */
  ProbeChecks(Checks checks, @Nullable Long graceSeconds) {
    this.checks = checks;
    this.graceSeconds = graceSeconds;
  }

  void container(Container container, String at) {
    if (container.lifecycle().hasPostStart()) {
      hook(container.lifecycle().postStart(), at + ".lifecycle.postStart");
    }
    if (container.lifecycle().hasPreStop()) {
      hook(container.lifecycle().preStop(), at + ".lifecycle.preStop");
    }
    if (container.hasLivenessProbe()) {
      probe(container.livenessProbe(), at + ".livenessProbe");
      oneSuccess(container.livenessProbe(), at + ".livenessProbe");
    }
    if (container.hasReadinessProbe()) {
      probe(container.readinessProbe(), at + ".readinessProbe");
      Long grace = container.readinessProbe().terminationGracePeriodSeconds();
      if (grace != null) {
        checks.invalid(
            at + ".readinessProbe.terminationGracePeriodSeconds",
            grace,
            "must not be set for readinessProbes");
      }
    }
    if (container.hasStartupProbe()) {
      probe(container.startupProbe(), at + ".startupProbe");
      oneSuccess(container.startupProbe(), at + ".startupProbe");
    }
  }

  private void oneSuccess(Probe probe, String at) {
    Integer threshold = probe.successThreshold();
    if (threshold != null && threshold != 1) {
      checks.invalid(at + ".successThreshold", threshold, "must be 1");
    }
  }

  private void probe(Probe probe, String at) {
    handlers = 0;
    if (probe.hasExec() && isFirst(at + ".exec")) {
      exec(probe.exec(), at + ".exec");
    }
    if (probe.hasHttpGet() && isFirst(at + ".httpGet")) {
      httpGet(probe.httpGet(), at + ".httpGet");
    }
    if (probe.hasTcpSocket() && isFirst(at + ".tcpSocket")) {
      checks.port(at + ".tcpSocket.port", probe.tcpSocket().port());
    }
    if (probe.hasGrpc() && isFirst(at + ".grpc")) {
      checks.port(at + ".grpc.port", probe.grpc().port());
    }
    requireOne(at);
    checks.notNegative(at + ".initialDelaySeconds", probe.initialDelaySeconds());
    checks.notNegative(at + ".timeoutSeconds", probe.timeoutSeconds());
    checks.notNegative(at + ".periodSeconds", probe.periodSeconds());
    checks.notNegative(at + ".successThreshold", probe.successThreshold());
    checks.notNegative(at + ".failureThreshold", probe.failureThreshold());
    checks.positive(at + ".terminationGracePeriodSeconds", probe.terminationGracePeriodSeconds());
  }

  private void hook(LifecycleHandler hook, String at) {
    handlers = 0;
    if (hook.hasExec() && isFirst(at + ".exec")) {
      exec(hook.exec(), at + ".exec");
    }
    if (hook.hasHttpGet() && isFirst(at + ".httpGet")) {
      httpGet(hook.httpGet(), at + ".httpGet");
    }
    if (hook.hasTcpSocket() && isFirst(at + ".tcpSocket")) {
      checks.port(at + ".tcpSocket.port", hook.tcpSocket().port());
    }
    if (hook.hasSleep() && isFirst(at + ".sleep")) {
      sleep(hook.sleep(), at + ".sleep");
    }
    requireOne(at);
  }

  /** Only the first handler is looked at; there must not be another. */
  private boolean isFirst(String at) {
    if (handlers++ > 0) {
      checks.forbidden(at, "may not specify more than 1 handler type");
      return false;
    }
    return true;
  }

  private void requireOne(String at) {
    if (handlers == 0) {
      checks.required(at, null, "must specify a handler type");
    }
  }

  private void exec(ExecAction exec, String at) {
    checks.required(at + ".command", exec.command());
  }

  private void httpGet(HTTPGetAction get, String at) {
    checks.required(at + ".path", get.path());
    checks.port(at + ".port", get.port());
    checks.oneOf(at + ".scheme", get.scheme(), "HTTP", "HTTPS");
    get.httpHeaders()
        .forEach(
            header -> {
              if (header.name().isEmpty()
                  || !Characters.ALPHANUMERIC_WITH_DASH.all(header.name())) {
                checks.invalid(
                    at + ".httpHeaders",
                    header.name(),
                    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                        + " 'X-Header-Name', regex used for validation is '"
                        + HEADER
                        + "')");
              }
            });
  }

  private void sleep(SleepAction sleep, String at) {
    if (graceSeconds != null && (sleep.seconds() < 0 || sleep.seconds() > graceSeconds)) {
      checks.invalid(
          at,
          sleep.seconds(),
          "must be non-negative and less than terminationGracePeriodSeconds ("
              + graceSeconds
              + ")");
    }
  }
}
