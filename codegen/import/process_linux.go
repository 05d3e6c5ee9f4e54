package main

import "syscall"

// ownGroup keeps a terminal's interrupt away from a process, so that we end it in order; if we are killed, so is it.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
