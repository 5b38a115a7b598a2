package dev.creditledger.log.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL on loopback and cuts the connection at the statement that appends: before it
 * reaches the database, or after the database has answered it and before the client hears.
 */
final class BreakingProxy implements AutoCloseable {

    private static final String APPEND = "UPDATE sequencer.head";

    private final int databasePort;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger breaksBefore = new AtomicInteger();
    private final AtomicInteger breaksAfter = new AtomicInteger();
    private final AtomicInteger actionsLeft = new AtomicInteger();
    private volatile Runnable action = () -> {};

    BreakingProxy(int databasePort) throws IOException {
        this.databasePort = databasePort;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many appends clients have sent. */
    int appends() {
        return appends.get();
    }

    void breakBeforeAppend(int times) {
        appends.set(0);
        breaksBefore.set(times);
    }

    void breakAfterAppend(int times) {
        appends.set(0);
        breaksAfter.set(times);
    }

    void beforeAppend(int times, Runnable todo) {
        action = todo;
        actionsLeft.set(times);
    }

    /** From now on there is nobody to connect to. */
    void refuse() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(BreakingProxy::cut);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                open.add(client);
                open.add(database);
                var link = new Link(client, database);
                Thread.startVirtualThread(link::forward);
                Thread.startVirtualThread(link::backward);
            } catch (IOException e) {
                // Closed, or a connection that failed: the next one is served all the same.
            }
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is all that was asked for.
        }
    }

    /** One client's connection. */
    private final class Link {
        private final Socket client;
        private final Socket database;
        private volatile boolean mute;

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void forward() {
            try (client;
                    database) {
                var sent = new ByteArrayOutputStream();
                var buffer = new byte[1 << 16];
                for (var count = read(client.getInputStream(), buffer);
                        count >= 0;
                        count = read(client.getInputStream(), buffer)) {
                    sent.write(buffer, 0, count);
                    if (appendIn(sent)) {
                        appends.incrementAndGet();
                        if (actionsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            action.run();
                        }
                        if (breaksBefore.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            return;
                        }
                        mute = breaksAfter.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                    }
                    database.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException e) {
                // Either side hung up: the connection is over.
            }
        }

        /** True once per statement: what was seen so far is forgotten. */
        private boolean appendIn(ByteArrayOutputStream sent) {
            if (!sent.toString(US_ASCII).contains(APPEND)) {
                return false;
            }
            sent.reset();
            return true;
        }

        void backward() {
            try (client;
                    database) {
                var buffer = new byte[1 << 16];
                for (var count = read(database.getInputStream(), buffer);
                        count >= 0;
                        count = read(database.getInputStream(), buffer)) {
                    if (mute) {
                        return;
                    }
                    client.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException e) {
                // Either side hung up: the connection is over.
            }
        }

        private static int read(InputStream in, byte[] buffer) throws IOException {
            return in.read(buffer);
        }
    }
}
