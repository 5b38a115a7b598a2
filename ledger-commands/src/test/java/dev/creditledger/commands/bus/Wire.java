package dev.creditledger.commands.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire between a node and its database, which a test can cut at the worst moment: when an append has been committed
 * and the answer is on its way.
 */
final class Wire implements AutoCloseable {

    private static final String APPEND = "INSERT INTO log.event";

    private final int databasePort;
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToCut = new AtomicInteger();
    private final boolean staysCut;
    private volatile boolean cut;

    /** @param staysCut whether nothing goes through any more once an answer was cut off, until {@link #mend} */
    Wire(int databasePort, boolean staysCut) throws IOException {
        this.databasePort = databasePort;
        this.staysCut = staysCut;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    void cutNextAnswers(int answers) {
        answersToCut.set(answers);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (cut) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The test closed the entrance, or one connection failed: the next may do better.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
        open.add(client);
        open.add(database);
        var appending = new boolean[1];
        Thread.ofVirtual().start(() -> pump(client, database, appending, true));
        Thread.ofVirtual().start(() -> pump(database, client, appending, false));
    }

    private void pump(Socket from, Socket to, boolean[] appending, boolean asks) {
        var buffer = new byte[1 << 16];
        try (from;
                to) {
            for (var read = from.getInputStream().read(buffer);
                    read > 0;
                    read = from.getInputStream().read(buffer)) {
                if (asks) {
                    appending[0] |= new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(APPEND);
                } else if (appending[0] && answersToCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    cut = staysCut;
                    return;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Closed by the other side.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
