package io.kybern.client;

import java.io.IOException;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets that reach their target through a {@link Tunnel}. */
final class TunnelSocketFactory extends DirectSocketFactory {
  private final Tunnel tunnel;
  private final SocketFactory direct;

  TunnelSocketFactory(Tunnel tunnel, SocketFactory direct) {
    this.tunnel = tunnel;
    this.direct = direct;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new TunnelSocket(tunnel, direct.createSocket());
  }
}
