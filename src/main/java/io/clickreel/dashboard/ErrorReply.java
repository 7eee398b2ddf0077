package io.clickreel.dashboard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The answer that is none, as the routes of the API give it too. */
final class ErrorReply {
    private ErrorReply() {}

    static void send(HttpServerResponse response, int status, String sentence) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", sentence).encode());
    }
}
