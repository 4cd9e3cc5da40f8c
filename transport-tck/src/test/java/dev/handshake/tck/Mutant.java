package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Transports that break exactly one rule each, the one that their name begins with. */
enum Mutant {
    T01_NO_SPACE_IS_THE_END(t -> new ForwardingTransport(t) {
        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            int n = super.read(dst, retry);
            return dst.limit() == 0 ? -1 : n;
        }
    }),

    T01_WANTS_SPACE_FOR_TWO(WantingSpace::new),

    T02_NO_ROOM_IS_MINUS_ONE(t -> new ForwardingTransport(t) {
        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            int n = super.write(src, retry);
            return n == 0 && src.hasRemaining() ? -1 : n;
        }
    }),

    T03_COUNTS_ONE_BYTE_LESS(t -> new ForwardingTransport(t) {
        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            int n = super.read(dst, retry);
            return n > 1 ? n - 1 : n;
        }
    }),

    T03_COUNTS_LESS_THAN_IT_TOOK(t -> new ForwardingTransport(t) {
        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            int n = super.write(src, retry);
            return n == 4 ? 3 : n;
        }
    }),

    T03_KEEPS_THE_CALLERS_BUFFER(t -> new SmallWrites(t, false, false)),

    T04_FORGETS_WHO_WAITS_FOR_ROOM(t -> new FilteredRetries(t) {
        @Override
        boolean runsWrite() {
            return closing;
        }
    }),

    T04_FORGETS_WHO_WAITS_FOR_THE_END(t -> t) {
        @Override
        TransportPair pair(ByteTransport left, ByteTransport right) {
            boolean[] ending = new boolean[1];
            ByteTransport tested = new FilteredRetries(left) {
                @Override
                boolean runsRead() {
                    return closing || !ending[0];
                }
            };
            return new TransportPair(tested, new ForwardingTransport(right) {
                @Override
                public void shutdownOutput() throws IOException {
                    ending[0] = true;
                    super.shutdownOutput();
                }
            });
        }
    },

    T05_KEEPS_THE_FIRST(t -> new CollectedRetries(t, false)),

    T05_KEEPS_THE_FIRST_OF_WRITE(t -> new ForwardingTransport(t) {
        private final AtomicReference<Runnable> kept = new AtomicReference<>();

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            kept.compareAndSet(null, retry);
            int n = super.write(src, () -> {
                Runnable first = kept.getAndSet(null);
                if (first != null) {
                    first.run();
                }
            });
            if (n != 0) {
                kept.set(null);
            }
            return n;
        }
    }),

    T05_RUNS_ALL_THAT_CAME(t -> new CollectedRetries(t, true)),

    T05_ONE_PLACE_FOR_BOTH_DIRECTIONS(SharedPlace::new),

    T05_FLUSH_HAS_A_PLACE_OF_ITS_OWN(t -> new HoldingTransport(t) {
        private Runnable ofWrite = () -> {};

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            ofWrite = retry;
            return super.write(src, retry);
        }

        @Override
        public boolean flush(Runnable retry) throws IOException {
            Runnable other = ofWrite;
            return super.flush(() -> {
                other.run();
                retry.run();
            });
        }
    }),

    T06_CALLS_WAIT_FOR_A_RUNNING_RETRY(t -> new Gate(t, true, false)),

    T06_CLOSE_WAITS_FOR_A_RUNNING_RETRY(t -> new Gate(t, false, true)),

    T07_CLOSE_FORGETS_WHO_WAITS(ForgottenAtClose::new),

    T07_CLOSE_LEAVES_A_BLOCKED_READ(t -> new WaitingTransport(new ForgottenAtClose(t))),

    T07_READS_AN_END_AFTER_CLOSE(t -> new ForwardingTransport(t) {
        private volatile boolean closed;

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return closed ? -1 : super.read(dst, retry);
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }),

    T07_A_SECOND_CLOSE_FAILS(t -> new ForwardingTransport(t) {
        private int closes;

        @Override
        public synchronized void close() {
            super.close();
            if (++closes == 2) {
                throw new IllegalStateException("already closed");
            }
        }
    }),

    T08_SPOILS_A_BYTE_FAR_OUT(t -> new ForwardingTransport(t) {
        private long taken;

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            ByteBuffer copy =
                    ByteBuffer.allocate(src.remaining()).put(src.duplicate()).flip();
            if (taken > 150_000 && copy.hasRemaining()) {
                copy.put(0, (byte) ~copy.get(0));
            }
            int n = super.write(copy, retry);
            src.position(src.position() + copy.position());
            taken += copy.position();
            return n;
        }
    }),

    T08_THE_END_OVERTAKES_BYTES(t -> new SmallWrites(t, true, true)),

    T08_ITS_OWN_THREAD_OVERTAKES_OTHERS(OvertakingWrites::new),

    T09_THE_END_IS_SEEN_ONCE(t -> new ForwardingTransport(t) {
        private boolean ended;

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            int n = ended ? 0 : super.read(dst, retry);
            ended |= n < 0;
            return n;
        }
    }),

    T10_FLUSH_IGNORES_A_LACK_OF_ROOM(t -> new HoldingTransport(t) {
        @Override
        public boolean flush(Runnable retry) throws IOException {
            super.flush(retry);
            return true;
        }
    }),

    T10_FLUSH_IGNORES_A_FAILURE(t -> new HoldingTransport(t) {
        @Override
        public boolean flush(Runnable retry) {
            try {
                return super.flush(retry);
            } catch (IOException e) {
                return true;
            }
        }
    }),

    T11_A_BROKEN_PIPE_IS_UNCHECKED(t -> new ForwardingTransport(t) {
        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            try {
                return super.write(src, retry);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }),

    T11_A_BAD_BUFFER_COSTS_BYTES(t -> new ForwardingTransport(t) {
        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            ByteBuffer copy = ByteBuffer.allocate(dst.remaining());
            int n = super.read(copy, retry);
            dst.put(copy.flip());
            return n;
        }
    }),

    T12_ONE_LOCK_FOR_BOTH_DIRECTIONS(t -> new WaitingTransport(t) {
        @Override
        public synchronized int read(ByteBuffer dst, Runnable retry) throws IOException {
            return super.read(dst, retry);
        }

        @Override
        public synchronized int write(ByteBuffer src, Runnable retry) throws IOException {
            return super.write(src, retry);
        }
    }),

    T13_SAYS_THAT_IT_BLOCKS(t -> new ForwardingTransport(t) {
        @Override
        public boolean blocks() {
            return true;
        }
    }),

    T13_BLOCKS_ONCE_IT_IS_CLOSED(t -> new FilteredRetries(t) {
        @Override
        public boolean blocks() {
            return closing;
        }
    }),

    T13_THE_END_WAITS_FOR_ROOM(t -> new HoldingTransport(t) {
        @Override
        public void shutdownOutput() throws IOException {
            Semaphore again = new Semaphore(0);
            while (!flush(again::release)) {
                try {
                    again.acquire();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            super.shutdownOutput();
        }
    }),

    T14_ITS_OWN_THREAD_MAY_BLOCK(t -> new LoopTransport(t) {
        @Override
        public boolean mayBlock() {
            return true;
        }
    }),

    T14_NO_THREAD_MAY_BLOCK(t -> new ForwardingTransport(t) {
        @Override
        public boolean mayBlock() {
            return false;
        }
    });

    private final UnaryOperator<ByteTransport> breaking;

    Mutant(UnaryOperator<ByteTransport> breaking) {
        this.breaking = breaking;
    }

    /** Returns the rule that is broken, as the names of its tests begin. */
    String rule() {
        return name().substring(0, 3).toLowerCase(Locale.ROOT) + "_";
    }

    TransportPair pair(ByteTransport left, ByteTransport right) {
        return new TransportPair(breaking.apply(left), right);
    }
}
