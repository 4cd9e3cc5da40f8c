package dev.handshake.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connected two-way stream of bytes.
 *
 * <p>{@code read} and {@code write} move bytes now, or answer 0 and keep a {@code retry} that is run when trying again
 * may help. Nothing is lent out: a buffer belongs to the caller again when the call returns, so cancelling is
 * {@link #close()} and nothing else.
 *
 * <p>The contract, whose rules carry the names that their tests in the {@code transport-tck} have:
 *
 * <table>
 * <caption>The rules of a transport</caption>
 * <tr><th scope="col">rule</th><th scope="col">says</th></tr>
 * <tr><td>T1</td><td>{@code read} with space in {@code dst} returns at least 1, or 0, or -1; 0 only if no byte could be
 *     delivered now.</td></tr>
 * <tr><td>T2</td><td>{@code write} with bytes in {@code src} returns at least 1, or 0; 0 only if no byte could be taken
 *     now.</td></tr>
 * <tr><td>T3</td><td>The buffer's position moves by exactly what is returned; the buffer is not touched after the
 *     call.</td></tr>
 * <tr><td>T4</td><td>After 0 (or false), {@code retry} is kept and run at least once when a further call may make
 *     progress: bytes, end, room, failure, close. It may run before the call returns, on any thread, and without
 *     cause.</td></tr>
 * <tr><td>T5</td><td>One {@code retry} a direction; a later call replaces it; {@code flush} shares the write
 *     direction.</td></tr>
 * <tr><td>T6</td><td>{@code retry} is run while holding nothing that {@code read}, {@code write}, {@code flush} or
 *     {@code close} needs.</td></tr>
 * <tr><td>T7</td><td>{@code close} is idempotent, from any thread, waits for nobody, runs kept retries, makes a blocked
 *     call fail; later calls throw {@link java.nio.channels.ClosedChannelException}.</td></tr>
 * <tr><td>T8</td><td>Bytes taken arrive in order, once; those taken before {@code shutdownOutput} arrive before the end
 *     does.</td></tr>
 * <tr><td>T9</td><td>After the peer's end and its last byte, {@code read} returns -1, and goes on doing so.</td></tr>
 * <tr><td>T10</td><td>{@code flush} is true only when all bytes taken have left this layer; it throws if one could
 *     not.</td></tr>
 * <tr><td>T11</td><td>What the world does wrong is an {@link IOException}; what the caller does wrong is unchecked and
 *     changes nothing.</td></tr>
 * <tr><td>T12</td><td>At most one thread a direction at a time, both directions at once allowed; what a thread did before
 *     a call happens-before what the kept {@code retry} does.</td></tr>
 * <tr><td>T13</td><td>A transport that {@link #blocks()} never answers 0 and need not keep {@code retry}; one that does
 *     not never waits.</td></tr>
 * <tr><td>T14</td><td>{@link #mayBlock()} is false on every thread that the transport needs in order to run a retry; a
 *     waiting verb there is an {@link IllegalStateException}, not a deadlock.</td></tr>
 * </table>
 */
public interface ByteTransport extends Closeable {

    /**
     * Reads bytes that are there now.
     *
     * @param dst where they go; owned by the caller, and not touched after this call has returned (T3)
     * @param retry run at least once, after 0 was returned, when reading again may make progress (T4); it replaces the
     *     one that an earlier {@code read} left here (T5)
     * @return how many bytes were moved, at least 1; or 0: none now, {@code retry} is kept; or -1: the peer has ended its
     *     half and all its bytes were read (T1, T9). With no space in {@code dst}, 0, and {@code retry} need not be kept.
     * @throws java.nio.channels.ClosedChannelException if this transport is closed (T7)
     * @throws IOException if the connection failed; the transport can then only be closed (T11)
     */
    int read(ByteBuffer dst, Runnable retry) throws IOException;

    /**
     * Takes bytes for the peer, as many as there is room for now.
     *
     * @param src where they come from; owned by the caller, and not touched after this call has returned (T3)
     * @param retry run at least once, after 0 was returned, when writing again may make progress (T4); it replaces the
     *     one that an earlier {@code write} or {@code flush} left here (T5)
     * @return how many bytes were taken, at least 1; or 0: no room now, {@code retry} is kept (T2). With no bytes in
     *     {@code src}, 0, and {@code retry} need not be kept.
     * @throws java.nio.channels.ClosedChannelException if this transport is closed (T7)
     * @throws IOException if the connection failed, or its output was shut down; the transport can then only be closed
     *     (T11)
     */
    int write(ByteBuffer src, Runnable retry) throws IOException;

    /**
     * Pushes out what {@link #write} took. A transport that holds nothing back has nothing to do here.
     *
     * @param retry run at least once, after false was returned, when flushing again may make progress; it shares the
     *     write direction's place (T5)
     * @return true when all bytes taken have left this layer (T10); false: not yet, {@code retry} is kept
     * @throws java.nio.channels.ClosedChannelException if this transport is closed and held bytes back
     * @throws IOException if a byte taken could not be passed on
     */
    default boolean flush(Runnable retry) throws IOException {
        return true;
    }

    /**
     * Ends our half of the stream, as well as this transport can: the peer reads all bytes taken so far and then the end
     * (T8). Reading goes on. A transport that knows no half-close does nothing.
     *
     * @throws IOException if the connection failed
     */
    default void shutdownOutput() throws IOException {}

    /**
     * Tells whether {@code read} and {@code write} wait instead of answering 0. The answer never changes.
     *
     * @return true if {@code read}, {@code write} and {@code flush} wait until they can do something (T13)
     */
    default boolean blocks() {
        return false;
    }

    /**
     * Tells whether the calling thread may wait for this transport.
     *
     * @return false on a thread that this transport needs itself in order to run a {@code retry} (T14)
     */
    default boolean mayBlock() {
        return true;
    }

    /**
     * Ends the connection in both directions, at once and without waiting for the peer. Idempotent, from any thread. Kept
     * retries are run, blocked calls fail, later calls throw {@link java.nio.channels.ClosedChannelException} (T7). What
     * goes wrong while closing has no caller whom it could help, so nothing is thrown.
     */
    @Override
    void close();
}
