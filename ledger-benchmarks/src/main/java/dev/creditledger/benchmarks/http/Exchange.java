package dev.creditledger.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * One connection to a server on this machine, kept alive: a request, its answer, the next request. It knows as much of
 * HTTP/1.1 as the ledger's answers need and costs next to nothing, since client and server share the processors.
 */
final class Exchange implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(40);
    private static final int READ_AT_ONCE = 16 * 1024;

    private final int port;
    private Socket socket;
    private final byte[] read = new byte[READ_AT_ONCE];
    private int next;
    private int end;

    record Answer(int status, String body) {}

    Exchange(int port) throws IOException {
        this.port = port;
        this.socket = connected(port);
    }

    private static Socket connected(int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** After something went wrong: what was not read is forgotten. */
    void reconnect() throws IOException {
        close();
        next = 0;
        end = 0;
        socket = connected(port);
    }

    Answer get(String path, String headers) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        return answer();
    }

    Answer post(String path, String headers, String json) throws IOException {
        send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n" + headers + "\r\n" + json);
        return answer();
    }

    private void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    }

    private Answer answer() throws IOException {
        var status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        var length = 0;
        var chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (isNamed(header, "Content-Length:")) {
                length = Integer.parseInt(
                        header.substring("Content-Length:".length()).strip());
            } else if (isNamed(header, "Transfer-Encoding:")) {
                chunked = true;
            }
        }
        return new Answer(status, new String(chunked ? chunks() : bytes(length), UTF_8));
    }

    private static boolean isNamed(String header, String name) {
        return header.regionMatches(true, 0, name, 0, name.length());
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(bytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] bytes(int count) throws IOException {
        var bytes = new byte[count];
        for (var got = 0; got < count; ) {
            awaitMore();
            var some = Math.min(count - got, end - next);
            System.arraycopy(read, next, bytes, got, some);
            next += some;
            got += some;
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = "";
        while (true) {
            awaitMore();
            for (var at = next; at < end; at++) {
                if (read[at] == '\n') {
                    line += text(at);
                    next = at + 1;
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            line += text(end);
            next = end;
        }
    }

    /** What was read and not yet taken. */
    private String text(int until) {
        return new String(read, next, until - next, ISO_8859_1);
    }

    private void awaitMore() throws IOException {
        if (next == end) {
            next = 0;
            end = socket.getInputStream().read(read);
            if (end < 0) {
                throw new EOFException("the server hung up");
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, one way or the other.
        }
    }
}
