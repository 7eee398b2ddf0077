package io.clickreel.dashboard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** The body of an error, as the routes of the API give it too: a JSON object with one sentence. */
final class ErrorReply {
    private ErrorReply() {}

    /** Answers addresses that nobody else does with a sentence instead of the server's HTML. */
    static void forTheRest(Router router) {
        router.route()
                .last()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(
                        request -> send(
                                request.response(),
                                404,
                                "There is nothing at this address. The page is at /, and /api/openapi.json describes the API."));
    }

    static void send(HttpServerResponse response, int status, String sentence) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", sentence).encode());
    }
}
