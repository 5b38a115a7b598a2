package dev.creditledger.api.http;

import dev.creditledger.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Takes the body of a request, if it is of the one kind that the API reads, and not too large. */
final class Body {

    static final int BYTES_MAX = 1024 * 1024;

    private Body() {}

    static byte[] of(HttpServletRequest request) {
        var encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.UNSUPPORTED_MEDIA_TYPE.here();
        }
        var announced = request.getContentLengthLong();
        if (announced > BYTES_MAX) {
            throw Problem.BODY_TOO_LARGE.here().with("maxBytes", BYTES_MAX);
        }
        try {
            var body = request.getInputStream().readNBytes(announced < 0 ? BYTES_MAX + 1 : (int) announced);
            if (body.length > BYTES_MAX) {
                throw Problem.BODY_TOO_LARGE.here().with("maxBytes", BYTES_MAX);
            }
            if (body.length > 0 && !isJson(request.getContentType())) {
                throw Problem.UNSUPPORTED_MEDIA_TYPE.here();
            }
            return body;
        } catch (IOException e) {
            throw Problem.MALFORMED_REQUEST.because("The body did not arrive whole.");
        }
    }

    private static boolean isJson(@org.jspecify.annotations.Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            var charset = type.getParameter("charset");
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equalsIgnoreCase("utf-8"));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
