package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"k8s.io/client-go/rest"
)

// buildScript prints, on its last line, the folder with the binaries of a control plane.
const buildScript = "../../conformance/cluster/build"

// cluster is an etcd and a kube-apiserver of our own, with every group and every gate on. One goroutine owns it.
type cluster struct {
	folder    string
	processes []*process // in the order they were started
}

// process is a program we started. What it prints goes to a file in the cluster's folder.
type process struct {
	name   string
	log    string
	cmd    *exec.Cmd
	exited chan struct{} // closed once the process is gone
}

// binaries finds, or builds, the programs.
func binaries(ctx context.Context) (string, error) {
	build := exec.CommandContext(ctx, buildScript)
	build.Stderr = os.Stderr
	output, err := build.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", buildScript, err)
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	folder := lines[len(lines)-1]
	if folder == "" {
		return "", fmt.Errorf("%s: no folder with a control plane", buildScript)
	}
	return folder, nil
}

// withCluster runs something with a server of its own and leaves no process and no file behind, whatever happens.
func withCluster(ctx context.Context, use func(*server) error) (err error) {
	bin, err := binaries(ctx)
	if err != nil {
		return err
	}
	const attempts = 3 // a free port may be taken by another program before ours listens on it
	for attempt := 1; ; attempt++ {
		again := false
		err := func() (err error) {
			c := &cluster{}
			defer func() { err = errors.Join(err, c.stop()) }()
			s, err := c.start(ctx, bin)
			if err != nil {
				again = ctx.Err() == nil
				return err
			}
			return use(s)
		}()
		if err == nil || !again || attempt == attempts {
			return err
		}
		fmt.Fprintln(os.Stderr, "import: trying again:", err)
	}
}

func (c *cluster) start(ctx context.Context, bin string) (*server, error) {
	var err error
	if c.folder, err = os.MkdirTemp("", "kybern-import-"); err != nil {
		return nil, err
	}
	token := rand.Text()
	keyFile, tokenFile := filepath.Join(c.folder, "sa.key"), filepath.Join(c.folder, "tokens.csv")
	if err := writeKey(keyFile); err != nil {
		return nil, err
	}
	if err := os.WriteFile(tokenFile, []byte(token+",import,import,system:masters\n"), 0o600); err != nil {
		return nil, err
	}
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	etcd, peer, secure := "http://"+ports[0], "http://"+ports[1], ports[2]
	if err := c.run(bin, "etcd", "--data-dir", filepath.Join(c.folder, "etcd"), "--unsafe-no-fsync", "--log-level=warn",
		"--listen-client-urls", etcd, "--advertise-client-urls", etcd,
		"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "default="+peer); err != nil {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(secure)
	certificates := filepath.Join(c.folder, "certificates")
	if err := c.run(bin, "kube-apiserver", "--etcd-servers", etcd, "--bind-address", host, "--secure-port", port,
		"--cert-dir", certificates, "--token-auth-file", tokenFile, "--authorization-mode=RBAC",
		"--service-cluster-ip-range=10.96.0.0/16", "--allow-privileged=true",
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file", keyFile,
		"--service-account-signing-key-file", keyFile,
		"--runtime-config=api/all=true", "--feature-gates=AllAlpha=true,AllBeta=true"); err != nil {
		return nil, err
	}
	return c.ready(ctx, &rest.Config{Host: "https://" + secure, BearerToken: token,
		TLSClientConfig: rest.TLSClientConfig{CAFile: filepath.Join(certificates, "apiserver.crt")}})
}

// ready waits until the server says that it is ready and its discovery and OpenAPI are complete.
func (c *cluster) ready(ctx context.Context, config *rest.Config) (*server, error) {
	limit, cancel := context.WithTimeoutCause(ctx, 3*time.Minute, errors.New("not ready after three minutes"))
	defer cancel()
	ask := time.NewTicker(100 * time.Millisecond)
	defer ask.Stop()
	var s *server
	for {
		if s == nil {
			s, _ = newServer(config) // fails until the certificate is there
		}
		if s != nil && s.isReady(limit) {
			return s, nil
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-limit.Done():
			return nil, fmt.Errorf("kube-apiserver: %w\n%s", context.Cause(limit), c.processes[1].tail())
		case <-c.processes[0].exited:
			return nil, fmt.Errorf("etcd ended\n%s", c.processes[0].tail())
		case <-c.processes[1].exited:
			return nil, fmt.Errorf("kube-apiserver ended\n%s", c.processes[1].tail())
		case <-ask.C:
		}
	}
}

// isReady also compares the paths of discovery and OpenAPI: both are put together in the background, after /readyz.
func (s *server) isReady(ctx context.Context) bool {
	if _, err := s.get(ctx, "/readyz", "*/*"); err != nil {
		return false
	}
	var index struct{ Paths map[string]any }
	if s.getLoose(ctx, "/openapi/v3", jsonType, &index) != nil {
		return false
	}
	var all discoveryList
	if s.getLoose(ctx, "/apis", discoveryType, &all) != nil || len(all.Items) == 0 {
		return false
	}
	served := map[string]bool{"api/v1": true}
	for _, group := range all.Items {
		for _, version := range group.Versions {
			if version.Freshness != "Current" {
				return false
			}
			served["apis/"+group.Metadata.Name+"/"+version.Version] = true
		}
	}
	documented := 0
	for name := range index.Paths {
		if isGroupVersion(name) {
			if !served[name] {
				return false
			}
			documented++
		}
	}
	return documented == len(served)
}

func (c *cluster) run(bin, name string, args ...string) error {
	log := filepath.Join(c.folder, name+".log")
	file, err := os.Create(log)
	if err != nil {
		return err
	}
	defer file.Close()
	p := &process{name: name, log: log, cmd: exec.Command(filepath.Join(bin, name), args...), exited: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr, p.cmd.Dir, p.cmd.SysProcAttr = file, file, c.folder, ownGroup()
	if err := p.cmd.Start(); err != nil {
		return err
	}
	c.processes = append(c.processes, p)
	go func() {
		_ = p.cmd.Wait() // how it ended is in its log
		close(p.exited)
	}()
	return nil
}

// stop ends the processes, the last one first, and removes the folder.
func (c *cluster) stop() error {
	var errs []error
	for i := len(c.processes) - 1; i >= 0; i-- {
		p := c.processes[i]
		_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone already
		select {
		case <-p.exited:
		case <-time.After(10 * time.Second):
			if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
				continue
			}
			<-p.exited
		}
	}
	if c.folder != "" {
		errs = append(errs, os.RemoveAll(c.folder))
	}
	return errors.Join(errs...)
}

// tail is the end of what a process printed.
func (p *process) tail() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	const most = 2000
	return string(text[max(0, len(text)-most):])
}

// freePorts finds addresses on the loopback interface nobody listens on.
func freePorts(n int) ([]string, error) {
	addresses := make([]string, n)
	for i := range addresses {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		addresses[i] = listener.Addr().String()
	}
	return addresses, nil
}

func writeKey(file string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return os.WriteFile(file, pem.EncodeToMemory(block), 0o600)
}
