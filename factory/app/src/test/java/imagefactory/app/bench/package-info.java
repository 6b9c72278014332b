/** Measures the running factory from outside: a program of its own, started by deploy/local/bench/bench. */
@NullMarked
package imagefactory.app.bench;

import org.jspecify.annotations.NullMarked;
