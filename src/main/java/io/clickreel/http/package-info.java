/** What the HTTP ports have in common: which requests of a browser they answer, and how long they wait for one. */
@org.jspecify.annotations.NullMarked
package io.clickreel.http;
