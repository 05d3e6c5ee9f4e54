//go:build unix && !linux

package main

import "syscall"

// ownGroup keeps a terminal's interrupt away from a process, so that we end it in order.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
