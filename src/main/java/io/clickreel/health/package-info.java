/** What health checks, metrics, JMX and the page tell of routes, services and lag. */
@NullMarked
package io.clickreel.health;

import org.jspecify.annotations.NullMarked;
