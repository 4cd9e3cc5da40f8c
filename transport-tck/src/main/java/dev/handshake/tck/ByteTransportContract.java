package dev.handshake.tck;

/**
 * All rules of {@link dev.handshake.spi.ByteTransport}, T1 to T14, as tests for JUnit Jupiter. A test class implements
 * this interface and {@link #open()}, and declares what is {@linkplain #missing() missing}; that is all:
 *
 * <pre>{@code
 * class MyTransportTest implements ByteTransportContract {
 *     @Override
 *     public TransportPair open() throws Exception {
 *         MyTransport[] ends = MyTransport.connectedPair();
 *         return new TransportPair(ends[0], ends[1]);
 *     }
 * }
 * }</pre>
 *
 * <p>A test's name begins with its rule, and its documentation says what it does and where to look when it is red. Each
 * runs on a thread of its own, is given up after three times the {@linkplain #patience() patience}, and closes both ends. After
 * it, no thread that it started may be left, and the retries that it handed out must have come to rest.
 *
 * <p>A transport that {@linkplain dev.handshake.spi.ByteTransport#blocks() blocks} has no retries, so the tests about
 * them are skipped for it.
 */
public interface ByteTransportContract
        extends ReadContract,
                WriteContract,
                BufferContract,
                RetryContract,
                CloseContract,
                StreamContract,
                FailureContract,
                ThreadContract {}
