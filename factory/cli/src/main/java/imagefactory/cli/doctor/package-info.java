/** What a factory needs of its surroundings, looked at one after the other; nothing is changed. Touches core, and how this program asks. */
@NullMarked
package imagefactory.cli.doctor;

import org.jspecify.annotations.NullMarked;
