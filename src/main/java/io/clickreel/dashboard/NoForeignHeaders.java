package io.clickreel.dashboard;

import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Lets nothing of a request become a header of the message: Camel would take its parameters too, and send all of them
 * back as headers of the answer, so that a link could set cookies or undo the Content-Security-Policy.
 */
final class NoForeignHeaders extends HttpHeaderFilterStrategy {
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}
