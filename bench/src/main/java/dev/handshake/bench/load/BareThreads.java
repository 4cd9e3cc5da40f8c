package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The least that a server in Java can do with a thread for each connection: virtual where the JDK has them, else pooled. */
final class BareThreads {

    private static final int BACKLOG = 1024;
    private static final int STACK_BYTES = 256 * 1024;

    private BareThreads() {}

    /** Starts the server; returns the port. */
    static int start() throws IOException {
        ExecutorService threads = threads();
        ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(
                () -> {
                    try {
                        while (true) {
                            Socket socket = listening.accept();
                            threads.execute(() -> serve(socket));
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException("can't accept", e);
                    }
                },
                "bare-threads");
        accepting.setDaemon(true);
        accepting.start();
        return listening.getLocalPort();
    }

    private static ExecutorService threads() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable older) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(null, task, "bare", STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            byte[] request = new byte[1024];
            InputStream in = socket.getInputStream();
            byte[] response = new BareAnswer(new Accept()).to(request, in.read(request));
            if (response != null) {
                socket.getOutputStream().write(response);
                while (in.read(request) > 0) {
                    // Until the peer is gone.
                }
            }
        } catch (IOException e) {
            // The peer has reset the connection: that is how they all end here.
        }
    }
}
