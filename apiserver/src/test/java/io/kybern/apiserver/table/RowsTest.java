package io.kybern.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The rows of kinds other than pods, as kubectl prints them. */
class RowsTest {
  private static String cells(String apiVersion, String kind, String rest) {
    String metadata = rest.startsWith("metadata:") ? "" : "metadata: {name: x}\n";
    return Samples.cells("apiVersion: " + apiVersion + "\nkind: " + kind + "\n" + metadata + rest);
  }

  private static final String TEMPLATE =
      """
        template:
          spec:
            containers:
            - {name: a, image: "nginx:1"}
            - {name: b, image: "redis:7"}
      """;

  @Test
  void deployment() {
    assertEquals(
        "x|2/3|1|2|60m|a,b|nginx:1,redis:7|app=web,!old,tier in (back,front),zone",
        cells(
            "apps/v1",
            "Deployment",
            """
            spec:
              replicas: 3
              selector:
                matchLabels: {app: web}
                matchExpressions:
                - {key: tier, operator: In, values: [front, back]}
                - {key: zone, operator: Exists}
                - {key: old, operator: DoesNotExist}
            """
                + TEMPLATE
                + "status: {readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2}\n"));
  }

  @Test
  void replicaSet() {
    assertEquals(
        "x|3|2|1|60m|a,b|nginx:1,redis:7|<none>",
        cells(
            "apps/v1",
            "ReplicaSet",
            "spec:\n  replicas: 3\n" + TEMPLATE + "status: {replicas: 2, readyReplicas: 1}\n"));
  }

  @Test
  void replicationController() {
    assertEquals(
        "x|1|0|0|60m|a,b|nginx:1,redis:7|app=web,b=c",
        cells("v1", "ReplicationController", "spec:\n  selector: {b: c, app: web}\n" + TEMPLATE));
  }

  @Test
  void statefulSet() {
    assertEquals(
        "x|0/2|60m|a,b|nginx:1,redis:7",
        cells("apps/v1", "StatefulSet", "spec:\n  replicas: 2\n" + TEMPLATE));
  }

  @Test
  void daemonSet() {
    assertEquals(
        "x|5|4|3|2|1|disk=ssd|60m|a|i|app=x",
        cells(
            "apps/v1",
            "DaemonSet",
            """
            spec:
              selector: {matchLabels: {app: x}}
              template: {spec: {nodeSelector: {disk: ssd}, containers: [{name: a, image: i}]}}
            status:
              desiredNumberScheduled: 5
              currentNumberScheduled: 4
              numberReady: 3
              updatedNumberScheduled: 2
              numberAvailable: 1
            """));
  }

  @Test
  void controllerRevision() {
    assertEquals(
        "x|statefulset.apps/db|4|60m",
        cells(
            "apps/v1",
            "ControllerRevision",
            """
            metadata:
              name: x
              ownerReferences:
              - {apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}
            revision: 4
            """));
  }

  @Test
  void job() {
    assertEquals(
        "x|Running|1/4|5m|60m|a,b|nginx:1,redis:7|<none>",
        cells(
            "batch/v1",
            "Job",
            "spec:\n  completions: 4\n"
                + TEMPLATE
                + "status: {succeeded: 1, startTime: 2026-11-21T11:55:00Z}\n"));
    assertEquals(
        "x|Complete|1/1|30s|60m|a,b|nginx:1,redis:7|<none>",
        cells(
            "batch/v1",
            "Job",
            "spec:\n"
                + TEMPLATE
                + """
                status:
                  succeeded: 1
                  startTime: 2026-11-21T11:55:00Z
                  completionTime: 2026-11-21T11:55:30Z
                  conditions:
                  - {type: SuccessCriteriaMet, status: "True"}
                  - {type: Complete, status: "True"}
                """));
    assertEquals(
        "x|Suspended|0/1 of 3||60m|a,b|nginx:1,redis:7|<none>",
        cells(
            "batch/v1",
            "Job",
            "spec:\n  parallelism: 3\n"
                + TEMPLATE
                + "status: {conditions: [{type: Suspended, status: \"True\"}]}\n"));
    assertEquals(
        "x|Terminating|0/1||60m|||<none>",
        cells(
            "batch/v1",
            "Job",
            """
            metadata: {name: x, deletionTimestamp: 2026-11-21T11:59:00Z}
            status: {conditions: [{type: Suspended, status: "True"}]}
            """));
  }

  @Test
  void cronJob() {
    String template =
        """
          jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: i}]}}}}
        """;
    assertEquals(
        "x|*/5 * * * *|<none>|<unset>|0|<none>|60m|a|i|<none>",
        cells("batch/v1", "CronJob", "spec:\n  schedule: \"*/5 * * * *\"\n" + template));
    assertEquals(
        "x|@daily|Europe/Paris|False|1|10m|60m|a|i|<none>",
        cells(
            "batch/v1",
            "CronJob",
            "spec:\n  schedule: \"@daily\"\n  timeZone: Europe/Paris\n  suspend: false\n"
                + template
                + "status: {active: [{name: j}], lastScheduleTime: 2026-11-21T11:50:00Z}\n"));
  }

  @Test
  void service() {
    assertEquals(
        "x|ClusterIP|10.0.0.1|<none>|80/TCP|60m|app=web",
        cells(
            "v1",
            "Service",
            """
            spec:
              type: ClusterIP
              clusterIP: 10.0.0.1
              selector: {app: web}
              ports: [{port: 80, protocol: TCP}]
            """));
    assertEquals(
        "x|NodePort|10.0.0.1|1.2.3.4|80:30080/TCP,53/UDP|60m|<none>",
        cells(
            "v1",
            "Service",
            """
            spec:
              type: NodePort
              clusterIPs: [10.0.0.1, "fd00::1"]
              externalIPs: [1.2.3.4]
              ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 53, protocol: UDP}]
            """));
    assertEquals(
        "x|LoadBalancer|<none>|<pending>|<none>|60m|<none>",
        cells("v1", "Service", "spec: {type: LoadBalancer}\n"));
    assertEquals(
        "x|LoadBalancer|None|5.6.7.8,lb.example.com,1.2.3.4|<none>|60m|<none>",
        cells(
            "v1",
            "Service",
            """
            spec: {type: LoadBalancer, clusterIP: None, externalIPs: [1.2.3.4]}
            status: {loadBalancer: {ingress: [{hostname: lb.example.com}, {ip: 5.6.7.8}]}}
            """));
    assertEquals(
        "x|ExternalName|<none>|example.com|<none>|60m|<none>",
        cells("v1", "Service", "spec: {type: ExternalName, externalName: example.com}\n"));
  }

  @Test
  void node() {
    assertEquals(
        "x|Ready,SchedulingDisabled|control-plane,worker|60m|v1.37.1"
            + "|10.0.0.1|<none>|Debian|6.1|containerd://2",
        cells(
            "v1",
            "Node",
            """
            metadata:
              name: x
              labels:
                node-role.kubernetes.io/worker: ""
                node-role.kubernetes.io/control-plane: ""
                node-role.kubernetes.io/: ignored
            spec: {unschedulable: true}
            status:
              conditions:
              - {type: MemoryPressure, status: "False"}
              - {type: Ready, status: "True"}
              addresses:
              - {type: Hostname, address: x}
              - {type: InternalIP, address: 10.0.0.1}
              nodeInfo:
                kubeletVersion: v1.37.1
                osImage: Debian
                kernelVersion: "6.1"
                containerRuntimeVersion: containerd://2
            """));
    assertEquals(
        "x|NotReady|<none>|60m||<none>|<none>|<unknown>|<unknown>|<unknown>",
        cells("v1", "Node", "status: {conditions: [{type: Ready, status: Unknown}]}\n"));
    assertEquals(
        "x|Unknown|gpu|60m||<none>|<none>|<unknown>|<unknown>|<unknown>",
        cells("v1", "Node", "metadata: {name: x, labels: {kubernetes.io/role: gpu}}\n"));
  }

  @Test
  void namespaceConfigMapSecretServiceAccount() {
    assertEquals("x|Active|60m", cells("v1", "Namespace", "status: {phase: Active}\n"));
    assertEquals(
        "x|3|60m", cells("v1", "ConfigMap", "data: {a: b, c: d}\nbinaryData: {e: AA==}\n"));
    assertEquals("x|Opaque|2|60m", cells("v1", "Secret", "data: {a: AA==, b: AA==}\n"));
    assertEquals("x|kubernetes.io/tls|0|60m", cells("v1", "Secret", "type: kubernetes.io/tls\n"));
    assertEquals("x|60m", cells("v1", "ServiceAccount", "secrets: [{name: token}]\n"));
  }

  @Test
  void ingress() {
    assertEquals("x|<none>|*||80|60m", cells("networking.k8s.io/v1", "Ingress", "spec: {}\n"));
    assertEquals(
        "x|nginx|a,b,c + 1 more...|1.1.1.1|80, 443|60m",
        cells(
            "networking.k8s.io/v1",
            "Ingress",
            """
            spec:
              ingressClassName: nginx
              tls: [{hosts: [a]}]
              rules: [{host: a}, {host: b}, {host: c}, {host: d}]
            status: {loadBalancer: {ingress: [{ip: 1.1.1.1}]}}
            """));
    assertEquals(
        "x|k8s.io/y|Config.example.com/z|60m",
        cells(
            "networking.k8s.io/v1",
            "IngressClass",
            """
            spec:
              controller: k8s.io/y
              parameters: {apiGroup: example.com, kind: Config, name: z}
            """));
  }

  @Test
  void endpoints() {
    assertEquals("x|<none>|60m", cells("v1", "Endpoints", "subsets: []\n"));
    assertEquals(
        "x|1.1.1.1:80,[fd00::1]:80,1.1.1.1:443 + 1 more...|60m",
        cells(
            "v1",
            "Endpoints",
            """
            subsets:
            - addresses: [{ip: 1.1.1.1}, {ip: "fd00::1"}]
              ports: [{port: 80}, {port: 443}]
            """));
    assertEquals(
        "x|IPv4|80,web,*|10.0.0.1|60m",
        cells(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            """
            addressType: IPv4
            endpoints: [{addresses: [10.0.0.1]}]
            ports: [{port: 80, name: web}, {name: web}, {}]
            """));
    assertEquals(
        "x|IPv4|<unset>|<unset>|60m",
        cells("discovery.k8s.io/v1", "EndpointSlice", "addressType: IPv4\nendpoints: []\n"));
  }

  @Test
  void event() {
    assertEquals(
        "5m|Warning|BackOff|pod/web|spec.containers{a}|kubelet, node-1|no luck|10m|7|x",
        cells(
            "v1",
            "Event",
            """
            involvedObject: {kind: Pod, name: web, fieldPath: "spec.containers{a}"}
            type: Warning
            reason: BackOff
            message: " no luck\\n"
            source: {component: kubelet, host: node-1}
            firstTimestamp: 2026-11-21T11:50:00Z
            lastTimestamp: 2026-11-21T11:55:00Z
            count: 7
            """));
    assertEquals("<unknown>|||||||<unknown>|1|x", cells("v1", "Event", "involvedObject: {}\n"));
    assertEquals(
        "2m|Normal|R|job/j||cron|done|10m|3|x",
        cells(
            "events.k8s.io/v1",
            "Event",
            """
            regarding: {kind: Job, name: j}
            type: Normal
            reason: R
            note: done
            reportingController: cron
            eventTime: 2026-11-21T11:50:00.000000Z
            series: {count: 3, lastObservedTime: 2026-11-21T11:58:00.000000Z}
            """));
  }

  @Test
  void volumes() {
    assertEquals(
        "x|5Gi|RWO,RWX|Retain|Bound|default/data|fast|<unset>||60m|Filesystem",
        cells(
            "v1",
            "PersistentVolume",
            """
            spec:
              capacity: {storage: 5Gi}
              accessModes: [ReadWriteMany, ReadWriteOnce]
              persistentVolumeReclaimPolicy: Retain
              claimRef: {namespace: default, name: data}
              storageClassName: fast
              volumeMode: Filesystem
            status: {phase: Bound}
            """));
    assertEquals(
        "x|Pending||||slow|<unset>|60m|<unset>",
        cells(
            "v1",
            "PersistentVolumeClaim",
            """
            spec: {storageClassName: slow, resources: {requests: {storage: 1Gi}}}
            status: {phase: Pending}
            """));
    assertEquals(
        "x|Terminating|pv|1Gi|RWO||gold|60m|Block",
        cells(
            "v1",
            "PersistentVolumeClaim",
            """
            metadata: {name: x, deletionTimestamp: 2026-11-21T11:59:00Z}
            spec: {volumeName: pv, volumeMode: Block, volumeAttributesClassName: gold}
            status: {phase: Bound, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]}
            """));
    assertEquals(
        "x (default)|p|Delete|WaitForFirstConsumer|true|60m",
        cells(
            "storage.k8s.io/v1",
            "StorageClass",
            """
            metadata:
              name: x
              annotations: {storageclass.kubernetes.io/is-default-class: "true"}
            provisioner: p
            volumeBindingMode: WaitForFirstConsumer
            allowVolumeExpansion: true
            """));
  }

  @Test
  void roles() {
    assertEquals(
        "x|2026-11-21T11:00:00Z", cells("rbac.authorization.k8s.io/v1", "Role", "rules: []\n"));
    assertEquals(
        "x|ClusterRole/view|60m|ann, bob|devs|ci/robot",
        cells(
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            """
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects:
            - {kind: User, name: ann}
            - {kind: Group, name: devs}
            - {kind: User, name: bob}
            - {kind: ServiceAccount, namespace: ci, name: robot}
            """));
  }

  @Test
  void autoscaler() {
    String reference = "  scaleTargetRef: {kind: Deployment, name: web}\n";
    assertEquals(
        "x|Deployment/web|cpu: 30%/80%, memory: 1Gi/2Gi + 1 more...|2|9|3|60m",
        cells(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "spec:\n"
                + reference
                + """
                  minReplicas: 2
                  maxReplicas: 9
                  metrics:
                  - type: Resource
                    resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
                  - type: Resource
                    resource: {name: memory, target: {type: AverageValue, averageValue: 2Gi}}
                  - type: Pods
                    pods: {metric: {name: q}, target: {type: AverageValue, averageValue: 5}}
                status:
                  currentReplicas: 3
                  currentMetrics:
                  - type: Resource
                    resource: {name: cpu, current: {averageUtilization: 30}}
                  - type: Resource
                    resource: {name: memory, current: {averageValue: 1Gi}}
                """));
    assertEquals(
        "x|Deployment/web|<unknown>/100m, 7/9 (avg)|<unset>|9|0|60m",
        cells(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "spec:\n"
                + reference
                + """
                  maxReplicas: 9
                  metrics:
                  - type: Pods
                    pods: {metric: {name: q}, target: {type: AverageValue, averageValue: 100m}}
                  - type: External
                    external: {metric: {name: q}, target: {type: AverageValue, averageValue: "9"}}
                status:
                  currentMetrics:
                  - {type: "", resource: {name: cpu, current: {}}}
                  - type: External
                    external: {metric: {name: q}, current: {averageValue: "7"}}
                """));
    assertEquals(
        "x|Deployment/web|cpu: <unknown>/80%|<unset>|9|0|60m",
        cells(
            "autoscaling/v1",
            "HorizontalPodAutoscaler",
            "spec:\n" + reference + "  maxReplicas: 9\n  targetCPUUtilizationPercentage: 80\n"));
  }

  @Test
  void extensions() {
    assertEquals(
        "x|Namespaced|v1(storage),v1beta1|2026-11-21T11:00:00Z|example.com|Widget|wd,wdg|true",
        cells(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            """
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: widgets, kind: Widget, shortNames: [wd, wdg]}
              versions:
              - {name: v1beta1, served: true, storage: false}
              - {name: v1, served: true, storage: true}
              - {name: v1alpha1, served: false, storage: false}
            status:
              conditions: [{type: Established, status: "True"}]
            """));
    assertEquals(
        "x|Local|True|60m",
        cells(
            "apiregistration.k8s.io/v1",
            "APIService",
            "status: {conditions: [{type: Available, status: \"True\", reason: Local}]}\n"));
    assertEquals(
        "x|a/b|False (Gone)|60m",
        cells(
            "apiregistration.k8s.io/v1",
            "APIService",
            """
            spec: {service: {namespace: a, name: b}}
            status: {conditions: [{type: Available, status: "False", reason: Gone}]}
            """));
    assertEquals(
        "x|2|60m",
        cells(
            "admissionregistration.k8s.io/v1",
            "ValidatingWebhookConfiguration",
            "webhooks: [{name: a}, {name: b}]\n"));
    assertEquals(
        "x|1|rules/v1/Rule|60m",
        cells(
            "admissionregistration.k8s.io/v1",
            "ValidatingAdmissionPolicy",
            """
            spec:
              paramKind: {apiVersion: rules/v1, kind: Rule}
              validations: [{expression: "true"}]
            """));
  }

  @Test
  void policiesAndClasses() {
    assertEquals(
        "x|1|N/A|2|60m",
        cells(
            "policy/v1",
            "PodDisruptionBudget",
            "spec: {minAvailable: 1}\nstatus: {disruptionsAllowed: 2}\n"));
    assertEquals(
        "x|N/A|25%|0|60m",
        cells("policy/v1", "PodDisruptionBudget", "spec: {maxUnavailable: 25%}\n"));
    assertEquals(
        "x|app=x|60m",
        cells(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            "spec: {podSelector: {matchLabels: {app: x}}}\n"));
    assertEquals(
        "x|1000|true|60m|Never",
        cells(
            "scheduling.k8s.io/v1",
            "PriorityClass",
            "value: 1000\nglobalDefault: true\npreemptionPolicy: Never\n"));
    assertEquals(
        "x|cpu: 1/2, pods: 0/4|limits.cpu: 0/3|60m",
        cells(
            "v1",
            "ResourceQuota",
            """
            status:
              hard: {pods: 4, cpu: 2, limits.cpu: 3}
              used: {cpu: 1}
            """));
    assertEquals(
        "x|60m|kubernetes.io/a|ann|24h|Approved,Issued",
        cells(
            "certificates.k8s.io/v1",
            "CertificateSigningRequest",
            """
            spec: {signerName: kubernetes.io/a, username: ann, expirationSeconds: 86400}
            status:
              certificate: AA==
              conditions: [{type: Approved, status: "True"}]
            """));
  }
}
