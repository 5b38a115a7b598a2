package dev.creditledger.log.wire;

import dev.creditledger.log.wire.Wire.Answer;
import dev.creditledger.log.wire.Wire.Link;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An append on its way, held by whoever decides what becomes of it. */
public final class Append {

    private final Link link;
    private final byte[] request;
    private int sent;
    private @Nullable Answer answer;

    Append(Link link, byte[] request) {
        this.link = link;
        this.request = request;
    }

    /** Bytes of the request. */
    public int length() {
        return request.length;
    }

    /** Process id of the session that is to run it. */
    public int backend() {
        return link.backend();
    }

    /** Undisturbed, there and back. */
    public void pass() throws IOException {
        tell(Integer.MAX_VALUE);
    }

    /** Lets the database have the request up to this byte, and no more for now. */
    public void send(int upTo) throws IOException {
        var until = Math.min(upTo, request.length);
        link.database.getOutputStream().write(request, sent, until - sent);
        sent = until;
    }

    /** The whole request. */
    public void send() throws IOException {
        send(request.length);
    }

    /** Sends what is left of the request and waits for the answer, which the client does not have yet. */
    private Answer answer() throws IOException {
        var known = answer;
        if (known == null) {
            send();
            known = link.answer();
            answer = known;
        }
        return known;
    }

    /** Waits for the answer. The SQLState of the error that it tells; empty: none. */
    public String error() throws IOException {
        return answer().sqlState;
    }

    /** Waits for the answer. Whether the session is over with it. */
    public boolean endsSession() throws IOException {
        return !answer().complete;
    }

    /** Waits for the answer. How many bytes it has. */
    public int answerLength() throws IOException {
        return answer().length();
    }

    /** Lets the client have the answer, up to this byte. */
    public void tell(int upTo) throws IOException {
        answer().tell(link.client, upTo);
        if (endsSession()) {
            throw new EOFException();
        }
    }

    /** Whether the client has no answer to wait for any more. */
    public boolean isOver() {
        return link.client.isClosed();
    }

    /** The database has done all, and the client does not hear of it. */
    public void loseAnswer() throws IOException {
        answer();
        hangUp();
    }

    /** Ends the connection, for both sides. */
    public void hangUp() {
        Wire.hangUp(link.database);
        Wire.hangUp(link.client);
    }

    /** Ends the connection for the client; the database has yet to hear of it. */
    public void hangUpOnClient() {
        link.kept = true;
        Wire.hangUp(link.client);
    }
}
