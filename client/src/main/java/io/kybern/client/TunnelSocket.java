package io.kybern.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/** A socket whose connection goes through a proxy; all else is the connection to the proxy. */
final class TunnelSocket extends Socket {
  private final Tunnel tunnel;

  /** Set by the connecting thread before anybody else has this socket. */
  private volatile Socket way;

  private volatile boolean open;

  TunnelSocket(Tunnel tunnel, Socket socket) throws SocketException {
    super((SocketImpl) null);
    this.tunnel = tunnel;
    this.way = socket;
  }

  @Override
  public void connect(SocketAddress target, int timeoutMillis) throws IOException {
    way = tunnel.open(way, (InetSocketAddress) target, timeoutMillis);
    open = true;
  }

  @Override
  public void connect(SocketAddress target) throws IOException {
    connect(target, 0);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return way.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return way.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    way.close();
  }

  @Override
  public boolean isConnected() {
    return open;
  }

  @Override
  public boolean isClosed() {
    return way.isClosed();
  }

  @Override
  public boolean isBound() {
    return way.isBound();
  }

  @Override
  public boolean isInputShutdown() {
    return way.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return way.isOutputShutdown();
  }

  @Override
  public InetAddress getInetAddress() {
    return way.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return way.getLocalAddress();
  }

  @Override
  public int getPort() {
    return way.getPort();
  }

  @Override
  public int getLocalPort() {
    return way.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return way.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return way.getLocalSocketAddress();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    way.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return way.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    way.setTcpNoDelay(on);
  }

  @Override
  public void shutdownInput() throws IOException {
    way.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    way.shutdownOutput();
  }

  @Override
  public String toString() {
    return "TunnelSocket[" + tunnel + "]";
  }
}
