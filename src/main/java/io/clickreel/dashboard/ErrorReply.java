package io.clickreel.dashboard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** The answer that is none, as the routes of the API give it too. */
final class ErrorReply {
    private ErrorReply() {}

    /** Where nothing else answers, a sentence instead of the server's HTML. */
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
