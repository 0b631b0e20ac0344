/**
 * Gets the official archives of data sets from where their authors publish them, and refuses what
 * is not them to the last bit. What is in an archive is not looked at here.
 */
package convoy.preprocessing.fetch;
