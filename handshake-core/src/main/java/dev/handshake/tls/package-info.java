/**
 * TLS over any transport, by {@link javax.net.ssl.SSLEngine} alone.
 *
 * <p>{@link dev.handshake.tls.TlsTransport} is a {@link dev.handshake.spi.ByteTransport} over another one. It keeps the
 * same rules as the one below, so whatever runs over a plain connection runs over it:
 *
 * <pre>{@code
 * ByteTransport secure = TlsTransport.client(transport, SSLContext.getDefault(), "example.com", 443);
 * Established open = clientHandshaker.handshake(secure, "example.com", "/chat");
 * }</pre>
 *
 * <p><b>When the TLS handshake happens.</b> With the first {@code read}, {@code write} or {@code flush}, and step by step
 * with those that follow. A {@code read} or {@code write} that finds it unfinished answers 0 and keeps its retry, or
 * waits if the transport below does; {@code flush} answers true once it is done and all is out, so that flushing alone
 * is the way to have just the TLS handshake.
 *
 * <p><b>How it ends.</b> The peer's {@code close_notify} is the end of the stream, -1. The end of the connection without
 * it is a {@link dev.handshake.tls.TlsException} with {@link dev.handshake.tls.TlsFailure#TRUNCATED}, since anybody on
 * the way could have made it. {@code shutdownOutput} sends ours.
 *
 * <p><b>What is fixed.</b> TLS 1.2 and 1.3 and nothing older; no renegotiation; a client verifies the host's name; both
 * sides speak {@code http/1.1} if they speak of protocols at all (ALPN, RFC 7301).
 *
 * <p>{@link dev.handshake.tls.TlsDetector} tells from the first bytes of a connection whether the client speaks TLS, for
 * who serves both on one port.
 */
@NullMarked
package dev.handshake.tls;

import org.jspecify.annotations.NullMarked;
