package io.kybern.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRowsTest {
  private static final String HEAD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
      """;

  private static final String SPEC =
      """
      spec:
        containers:
        - name: a
        - name: b
      """;

  /** Ready, status and restarts. */
  private static String middle(String yaml) {
    String[] cells = Samples.cells(yaml).split("\\|");
    assertEquals("web", cells[0]);
    return cells[1] + "|" + cells[2] + "|" + cells[3];
  }

  private static String status(String status) {
    return middle(HEAD + SPEC + "status:\n" + status.indent(2));
  }

  @Test
  void newPodIsPending() {
    assertEquals(
        "web|0/2|Pending|0|60m|<none>|<none>|<none>|<none>",
        Samples.cells(HEAD + SPEC + "status: {phase: Pending}\n"));
  }

  @Test
  void runningPodShowsWhereItRuns() {
    assertEquals(
        "web|2/2|Running|3 (5m ago)|60m|10.0.0.7|node-1|node-2|1/2",
        Samples.cells(
            HEAD
                + """
                spec:
                  nodeName: node-1
                  readinessGates:
                  - conditionType: x/one
                  - conditionType: x/two
                  containers:
                  - name: a
                  - name: b
                status:
                  phase: Running
                  nominatedNodeName: node-2
                  podIPs:
                  - ip: 10.0.0.7
                  - ip: fd00::7
                  conditions:
                  - {type: x/one, status: "True"}
                  - {type: x/two, status: "False"}
                  containerStatuses:
                  - name: a
                    ready: true
                    restartCount: 2
                    state: {running: {}}
                    lastState: {terminated: {exitCode: 1, finishedAt: 2026-11-21T11:50:00Z}}
                  - name: b
                    ready: true
                    restartCount: 1
                    state: {running: {}}
                    lastState: {terminated: {exitCode: 1, finishedAt: 2026-11-21T11:55:00Z}}
                """));
  }

  @Test
  void containersExplainWhatIsWrong() {
    assertEquals(
        "1/2|CrashLoopBackOff|7",
        status(
            """
            phase: Running
            containerStatuses:
            - {name: a, restartCount: 7, state: {waiting: {reason: CrashLoopBackOff}}}
            - {name: b, ready: true, state: {running: {}}}
            """));
    assertEquals(
        "0/2|ImagePullBackOff|0",
        status(
            """
            phase: Pending
            containerStatuses:
            - {name: a, state: {waiting: {reason: ImagePullBackOff}}}
            - {name: b, state: {waiting: {reason: ContainerCreating}}}
            """));
    assertEquals(
        "0/2|OOMKilled|0",
        status(
            """
            phase: Running
            containerStatuses:
            - {name: a, state: {terminated: {exitCode: 137, reason: OOMKilled}}}
            - {name: b, state: {running: {}}}
            """));
    assertEquals(
        "0/2|Signal:9|0",
        status(
            """
            phase: Failed
            containerStatuses:
            - {name: a, state: {terminated: {exitCode: 137, signal: 9}}}
            """));
    assertEquals(
        "0/2|ExitCode:2|0",
        status(
            """
            phase: Failed
            containerStatuses:
            - {name: a, state: {terminated: {exitCode: 2}}}
            """));
  }

  @Test
  void reasonOfThePodStandsForItsPhase() {
    assertEquals("0/2|Evicted|0", status("phase: Failed\nreason: Evicted\n"));
    assertEquals("0/2|Failed|0", status("phase: Failed\n"));
    assertEquals(
        "0/2|SchedulingGated|0",
        status(
            """
            phase: Pending
            conditions:
            - {type: PodScheduled, status: "False", reason: SchedulingGated}
            """));
  }

  @Test
  void podWithOneContainerDoneStillRuns() {
    String containers =
        """
        containerStatuses:
        - {name: a, ready: true, state: {running: {}}}
        - {name: b, state: {terminated: {exitCode: 0, reason: Completed}}}
        """;
    assertEquals(
        "1/2|Running|0",
        status("phase: Running\nconditions: [{type: Ready, status: \"True\"}]\n" + containers));
    assertEquals(
        "1/2|NotReady|0",
        status("phase: Running\nconditions: [{type: Ready, status: \"False\"}]\n" + containers));
  }

  @Test
  void completedPodHasACondition() {
    Map<String, Object> row =
        Samples.row(
            Samples.object(
                HEAD
                    + SPEC
                    + """
                    status:
                      phase: Succeeded
                      containerStatuses:
                      - {name: a, state: {terminated: {exitCode: 0, reason: Completed}}}
                    """));
    assertEquals("Completed", ((List<?>) row.get("cells")).get(2));
    assertEquals(
        List.of(
            Map.of(
                "type", "Completed",
                "status", "True",
                "reason", "Succeeded",
                "message", "The pod has completed successfully.")),
        row.get("conditions"));
    Map<String, Object> failed =
        Samples.row(Samples.object(HEAD + SPEC + "status: {phase: Failed}\n"));
    assertEquals("Failed", ((Map<?, ?>) ((List<?>) failed.get("conditions")).get(0)).get("reason"));
    assertFalse(
        Samples.row(Samples.object(HEAD + SPEC + "status: {phase: Running}\n"))
            .containsKey("conditions"));
  }

  @Test
  void deletedPodTerminatesUnlessItsNodeIsLost() {
    String deleted = HEAD + "  deletionTimestamp: 2026-11-21T11:59:00Z\n" + SPEC;
    assertEquals("0/2|Terminating|0", middle(deleted + "status: {phase: Running}\n"));
    assertEquals("0/2|Unknown|0", middle(deleted + "status: {phase: Running, reason: NodeLost}\n"));
    assertEquals("0/2|Succeeded|0", middle(deleted + "status: {phase: Succeeded}\n"));
  }

  @Test
  void initContainersComeFirst() {
    String spec =
        """
        spec:
          initContainers:
          - name: i1
          - name: i2
          containers:
          - name: a
        status:
          phase: Pending
          initContainerStatuses:
        """;
    assertEquals(
        "0/1|Init:0/2|0",
        middle(
            HEAD
                + spec
                + """
                  - {name: i1, state: {running: {}}}
                  - {name: i2, state: {waiting: {reason: PodInitializing}}}
                """
                    .indent(2)));
    assertEquals(
        "0/1|Init:1/2|1 (60s ago)",
        middle(
            HEAD
                + spec
                + """
                  - name: i1
                    restartCount: 1
                    state: {terminated: {exitCode: 0}}
                    lastState: {terminated: {exitCode: 1, finishedAt: 2026-11-21T11:59:00Z}}
                  - {name: i2, state: {waiting: {reason: PodInitializing}}}
                """
                    .indent(2)));
    assertEquals(
        "0/1|Init:CrashLoopBackOff|4",
        middle(
            HEAD
                + spec
                + """
                  - name: i1
                    restartCount: 4
                    state: {waiting: {reason: CrashLoopBackOff}}
                """
                    .indent(2)));
    assertEquals(
        "0/1|Init:Error|0",
        middle(
            HEAD + spec + "  - {name: i1, state: {terminated: {exitCode: 1, reason: Error}}}\n"));
    assertEquals(
        "0/1|Init:ExitCode:3|0",
        middle(HEAD + spec + "  - {name: i1, state: {terminated: {exitCode: 3}}}\n"));
    assertEquals(
        "0/1|Init:Signal:15|0",
        middle(HEAD + spec + "  - {name: i1, state: {terminated: {exitCode: 3, signal: 15}}}\n"));
  }

  @Test
  void initContainersThatAreDoneCountNoLonger() {
    assertEquals(
        "1/1|Running|0",
        middle(
            HEAD
                + """
                spec:
                  initContainers: [{name: i1}]
                  containers: [{name: a}]
                status:
                  phase: Running
                  initContainerStatuses:
                  - {name: i1, restartCount: 9, state: {terminated: {exitCode: 0}}}
                  containerStatuses:
                  - {name: a, ready: true, state: {running: {}}}
                """));
  }

  @Test
  void sidecarsCountAsContainers() {
    assertEquals(
        "2/2|Running|3",
        middle(
            HEAD
                + """
                spec:
                  initContainers: [{name: side, restartPolicy: Always}, {name: once}]
                  containers: [{name: a}]
                status:
                  phase: Running
                  initContainerStatuses:
                  - {name: side, restartCount: 1, started: true, ready: true, state: {running: {}}}
                  - {name: once, restartCount: 5, state: {terminated: {exitCode: 0}}}
                  containerStatuses:
                  - {name: a, restartCount: 2, ready: true, state: {running: {}}}
                """));
    assertEquals(
        "0/2|Init:0/2|0",
        middle(
            HEAD
                + """
                spec:
                  initContainers: [{name: side, restartPolicy: Always}, {name: once}]
                  containers: [{name: a}]
                status:
                  phase: Pending
                  initContainerStatuses:
                  - {name: side, started: false, state: {running: {}}}
                """));
  }
}
