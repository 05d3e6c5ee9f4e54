package main

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// digest adds up fields the way the Java drivers do, so that equal objects give equal numbers.
type digest int64

// hash is that of Java's String for text in ASCII.
func hash(text string) int64 {
	var h int32
	for i := 0; i < len(text); i++ {
		h = h*31 + int32(text[i])
	}
	return int64(h)
}

func (d *digest) number(n int64) *digest {
	*d = *d*31 + digest(n)
	return d
}

func (d *digest) text(text string) *digest { return d.number(hash(text)) }

func (d *digest) truth(b bool) *digest {
	if b {
		return d.number(1)
	}
	return d.number(0)
}

func (d *digest) texts(m map[string]string) *digest {
	var sum int64
	for key, value := range m {
		sum += hash(key)*31 + hash(value)
	}
	return d.number(sum)
}

func (d *digest) metadata(m *metav1.ObjectMeta) {
	d.text(m.Name).text(m.Namespace).text(string(m.UID)).texts(m.Labels).texts(m.Annotations)
}

func podDigest(pod *corev1.Pod) int64 {
	d := digest(17)
	d.metadata(&pod.ObjectMeta)
	d.text(pod.OwnerReferences[0].Name).text(pod.Spec.NodeName).text(pod.Spec.ServiceAccountName)
	for i := range pod.Spec.Volumes {
		d.text(pod.Spec.Volumes[i].Name)
	}
	for i := range pod.Spec.Tolerations {
		d.text(pod.Spec.Tolerations[i].Key).number(*pod.Spec.Tolerations[i].TolerationSeconds)
	}
	for i := range pod.Spec.Containers {
		c := &pod.Spec.Containers[i]
		d.text(c.Name).text(c.Image)
		for j := range c.Env {
			d.text(c.Env[j].Name).text(c.Env[j].Value)
		}
		for j := range c.Ports {
			d.text(c.Ports[j].Name).number(int64(c.Ports[j].ContainerPort))
		}
		for j := range c.VolumeMounts {
			d.text(c.VolumeMounts[j].MountPath).truth(c.VolumeMounts[j].ReadOnly)
		}
	}
	d.text(string(pod.Status.Phase)).text(pod.Status.PodIP).text(string(pod.Status.QOSClass))
	for i := range pod.Status.Conditions {
		d.text(string(pod.Status.Conditions[i].Type)).text(string(pod.Status.Conditions[i].Status))
	}
	for i := range pod.Status.ContainerStatuses {
		s := &pod.Status.ContainerStatuses[i]
		d.text(s.ContainerID).truth(s.Ready).number(int64(s.RestartCount))
	}
	return int64(d)
}

func eventDigest(event *corev1.Event) int64 {
	d := digest(17)
	d.metadata(&event.ObjectMeta)
	d.text(string(event.InvolvedObject.UID)).text(event.Reason).text(event.Message)
	d.text(event.Source.Host).number(int64(event.Count)).text(event.Type)
	return int64(d)
}

func configMapDigest(m *corev1.ConfigMap) int64 {
	d := digest(17)
	d.metadata(&m.ObjectMeta)
	d.texts(m.Data)
	return int64(d)
}

func widgetDigest(widget *unstructured.Unstructured) int64 {
	d := digest(17)
	d.text(widget.GetName()).text(string(widget.GetUID()))
	image, _, _ := unstructured.NestedString(widget.Object, "spec", "template", "image")
	d.text(image)
	backends := widget.Object["spec"].(map[string]any)["backends"].([]any)
	for _, item := range backends {
		backend := item.(map[string]any)
		endpoint := backend["endpoint"].(map[string]any)
		d.text(backend["name"].(string)).number(backend["weight"].(int64))
		d.truth(backend["enabled"].(bool)).text(endpoint["host"].(string))
		d.number(endpoint["port"].(int64))
		for _, tag := range backend["tags"].([]any) {
			d.text(tag.(string))
		}
	}
	return int64(d)
}

// sum digests a list in its order.
func sum(count int, one func(i int) int64) int64 {
	var all int64
	for i := 0; i < count; i++ {
		all = all*31 + one(i)
	}
	return all
}

// digestOf digests whatever list it is.
func digestOf(list any) (int, int64) {
	switch l := list.(type) {
	case *corev1.PodList:
		return len(l.Items), sum(len(l.Items), func(i int) int64 { return podDigest(&l.Items[i]) })
	case *corev1.EventList:
		return len(l.Items), sum(len(l.Items), func(i int) int64 { return eventDigest(&l.Items[i]) })
	case *corev1.ConfigMapList:
		return len(l.Items), sum(len(l.Items), func(i int) int64 { return configMapDigest(&l.Items[i]) })
	case *unstructured.UnstructuredList:
		return len(l.Items), sum(len(l.Items), func(i int) int64 { return widgetDigest(&l.Items[i]) })
	}
	panic("no such list")
}
