package dev.creditledger.log.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire between a node and its database, on loopback. It understands enough of PostgreSQL's protocol to tell an append
 * from everything else, and hands each over to a {@link Trouble}, whole, before one byte of it has reached the database.
 */
public final class Wire implements AutoCloseable {

    /** Decides what becomes of an append. */
    @FunctionalInterface
    public interface Trouble {
        Trouble NONE = Append::pass;

        void befall(Append append) throws IOException;
    }

    private static final String APPEND = "INSERT INTO log.event (";

    /** What a client may ask before it begins, instead of the version of the protocol. */
    private static final Set<Integer> ENCRYPTION_REQUESTS = Set.of(80877103, 80877104);

    private static final byte NO_ENCRYPTION = 'N';

    private final int databasePort;
    private final ServerSocket entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile boolean refuses;

    public Wire(int databasePort) throws IOException {
        this.databasePort = databasePort;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    public void befallAppends(Trouble next) {
        trouble = next;
    }

    /** Those after it pass. */
    public void befallNext(int appends, Trouble next) {
        var left = new AtomicInteger(appends);
        befallAppends(append -> {
            if (left.getAndDecrement() > 0) {
                next.befall(append);
            } else {
                append.pass();
            }
        });
    }

    /** Hangs up on everybody, and on everybody who connects until it is mended. */
    public void cut() {
        refuses = true;
        open.forEach(Wire::hangUp);
    }

    public void mend() {
        refuses = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (refuses) {
                    hangUp(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The entrance was closed, or one connection failed: the next may do better.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            open.add(client);
            open.add(database);
            if (refuses) {
                hangUp(client);
            }
            Thread.ofVirtual().start(() -> serve(client, database));
        } catch (IOException e) {
            hangUp(client);
        }
    }

    /** What a client sends and what it is answered take turns: one thread serves both. */
    private void serve(Socket client, Socket database) {
        var kept = false;
        try {
            var link = new Link(client, database);
            try {
                link.begin();
                while (true) {
                    link.turn();
                }
            } finally {
                kept = link.kept;
            }
        } catch (IOException e) {
            // One side hung up: the connection is over.
        } finally {
            hangUp(client);
            open.remove(client);
            if (!kept) {
                hangUp(database);
                open.remove(database);
            }
        }
    }

    static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is all that was asked for.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    /** One client's connection. */
    final class Link {
        final Socket client;
        final Socket database;
        private final Set<String> appendStatements = new HashSet<>();
        private final DataInputStream asked;
        private final DataInputStream answered;
        private int backend;

        /** The client has gone, the database does not know yet. */
        boolean kept;

        Link(Socket client, Socket database) throws IOException {
            this.client = client;
            this.database = database;
            this.asked = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
            this.answered = new DataInputStream(new BufferedInputStream(database.getInputStream(), 1 << 16));
        }

        /** Process id of the session. */
        int backend() {
            return backend;
        }

        private void begin() throws IOException {
            while (true) {
                var length = asked.readInt();
                var rest = asked.readNBytes(length - Integer.BYTES);
                if (!ENCRYPTION_REQUESTS.contains(ByteBuffer.wrap(rest).getInt())) {
                    database.getOutputStream()
                            .write(ByteBuffer.allocate(length)
                                    .putInt(length)
                                    .put(rest)
                                    .array());
                    var answer = answer();
                    answer.tell(client, Integer.MAX_VALUE);
                    if (!answer.complete) {
                        throw new EOFException();
                    }
                    return;
                }
                client.getOutputStream().write(NO_ENCRYPTION);
            }
        }

        /** A request and its answer. */
        private void turn() throws IOException {
            var request = new ByteArrayOutputStream();
            var appends = false;
            for (var type = 0; type != 'S' && type != 'Q' && type != 'X'; ) {
                type = asked.readUnsignedByte();
                var length = asked.readInt();
                var body = asked.readNBytes(length - Integer.BYTES);
                if (body.length < length - Integer.BYTES) {
                    throw new EOFException();
                }
                request.write(type);
                request.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
                request.write(body);
                appends |= isAppend(type, body);
            }
            var append = new Append(this, request.toByteArray());
            if (appends) {
                trouble.befall(append);
            } else {
                append.pass();
            }
        }

        private boolean isAppend(int type, byte[] body) {
            if (type == 'P') {
                var name = text(body, 0);
                if (text(body, name.getBytes(UTF_8).length + 1).contains(APPEND)) {
                    appendStatements.add(name);
                } else {
                    appendStatements.remove(name);
                }
            }
            return type == 'B'
                    && appendStatements.contains(text(body, text(body, 0).getBytes(UTF_8).length + 1));
        }

        /** All that the database answers until it is ready for the next request, or has hung up. */
        Answer answer() throws IOException {
            var bytes = new ByteArrayOutputStream();
            var state = "";
            try {
                while (true) {
                    var type = answered.readUnsignedByte();
                    var length = answered.readInt();
                    var body = answered.readNBytes(length - Integer.BYTES);
                    bytes.write(type);
                    bytes.write(
                            ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
                    bytes.write(body);
                    switch (type) {
                        case 'E' -> state = sqlState(body);
                        case 'K' -> backend = ByteBuffer.wrap(body).getInt();
                        case 'Z' -> {
                            return new Answer(bytes.toByteArray(), state, true);
                        }
                        default -> {}
                    }
                }
            } catch (IOException e) {
                return new Answer(bytes.toByteArray(), state, false);
            }
        }

        /** An error has fields, each a letter and a text that ends with a zero byte; C is the SQLState. */
        private static String sqlState(byte[] error) {
            for (var i = 0; i < error.length && error[i] != 0; ) {
                var field = text(error, i + 1);
                if (error[i] == 'C') {
                    return field;
                }
                i += field.getBytes(UTF_8).length + 2;
            }
            return "";
        }

        private static String text(byte[] bytes, int from) {
            var to = from;
            while (bytes[to] != 0) {
                to++;
            }
            return new String(bytes, from, to - from, UTF_8);
        }
    }

    /** What the database answered. */
    static final class Answer {
        private final byte[] bytes;

        /** Of the error in it; empty: there was none. */
        final String sqlState;

        /** Whether the session goes on. */
        final boolean complete;

        Answer(byte[] bytes, String sqlState, boolean complete) {
            this.bytes = bytes;
            this.sqlState = sqlState;
            this.complete = complete;
        }

        int length() {
            return bytes.length;
        }

        void tell(Socket client, int upTo) throws IOException {
            client.getOutputStream().write(bytes, 0, Math.min(upTo, bytes.length));
        }
    }
}
