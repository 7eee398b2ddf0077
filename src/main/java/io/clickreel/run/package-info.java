/** What runs, and in which order it starts and stops: settings, services, beans, routes. */
@NullMarked
package io.clickreel.run;

import org.jspecify.annotations.NullMarked;
