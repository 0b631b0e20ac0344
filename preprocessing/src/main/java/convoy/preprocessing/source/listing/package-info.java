/**
 * Looking into folders: which names stand there, and whether each is a file, a folder or something
 * that is not read. What files mean and hold is not known here.
 */
package convoy.preprocessing.source.listing;
