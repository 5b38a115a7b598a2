package dev.creditledger.api.live;

import dev.creditledger.api.live.ClientMessage.Authenticate;
import dev.creditledger.api.live.ClientMessage.Heartbeat;
import dev.creditledger.api.live.ClientMessage.Refresh;
import dev.creditledger.api.live.ClientMessage.Stop;
import dev.creditledger.api.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client says, and what its connection makes of it. Told by one thread of the container at a time. */
final class Dialogue {

    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Connection connection;
    private final Handshake handshake;
    private final LiveContext context;
    private final InboundLimits inbound = new InboundLimits();

    Dialogue(Connection connection, Handshake handshake, LiveContext context) {
        this.connection = connection;
        this.handshake = handshake;
        this.context = context;
    }

    /** May wait, for the ledger or for whoever issues tokens: nothing more is read from the client meanwhile. */
    void text(String text) {
        switch (connection.heard()) {
            case WAITING -> first(text);
            case RUNNING -> next(text);
            case OPENING, LEAVING -> {}
        }
    }

    private void first(String text) {
        try {
            if (ClientMessage.read(text) instanceof Authenticate authenticate) {
                authenticated(authenticate);
            } else {
                connection.leave(Farewell.AUTHENTICATE_FIRST);
            }
        } catch (ProblemException unreadable) {
            connection.leave(Farewell.AUTHENTICATE_FIRST.with(Message.unreadable(unreadable)));
        }
    }

    private void authenticated(Authenticate authenticate) {
        if (!connection.opening()) {
            return;
        }
        try {
            var opened = context.welcome(authenticate, handshake, connection::known);
            connection.begin(opened);
            context.connections().latestGoesOn(opened.session());
        } catch (ProblemException problem) {
            connection.leave(context.farewells().of(problem, handshake.feature()));
        } catch (RuntimeException failure) {
            LOG.error("A live session could not be opened", failure);
            connection.drop(Farewell.NOT_OPENED);
        }
    }

    private void next(String text) {
        try {
            if (inbound.isTooFast()) {
                connection.drop(Farewell.TOO_MANY_MESSAGES);
            } else {
                next(ClientMessage.read(text));
            }
        } catch (ProblemException unreadable) {
            connection.send(Message.unreadable(unreadable));
            if (inbound.isTooWrong()) {
                connection.drop(Farewell.TOO_MANY_ERRORS);
            }
        }
    }

    private void next(ClientMessage message) {
        switch (message) {
            case Authenticate _ -> connection.fail(Farewell.ALREADY_AUTHENTICATED);
            case Refresh(var token) ->
                connection.refreshed(context.doorkeeper().refreshed(token, connection.guest(), handshake));
            case Heartbeat _ -> connection.send(Message.of("heartbeat"));
            case Stop _ -> connection.stop();
        }
    }

    /**
     * Part of a binary message has come.
     *
     * @param last whether it was the last part
     */
    void binary(int bytes, boolean last) {
        if (connection.heard() == Connection.Stage.WAITING) {
            connection.leave(Farewell.AUTHENTICATE_FIRST);
        } else if (inbound.isTooBig(bytes, last)) {
            connection.drop(Farewell.TOO_BIG);
        }
    }

    /** @param ping that it answers; 0: none of ours */
    void pong(long ping) {
        var _ = connection.heard();
        connection.answered(ping);
    }
}
