<?php
// What sabre/vobject finds in each file named.
error_reporting(E_ALL & ~E_DEPRECATED);
require 'Sabre/VObject/includes.php';
$found = [];
foreach (array_slice($argv, 1) as $path) {
    $events = [];
    foreach (Sabre\VObject\Reader::read(file_get_contents($path))->VEVENT as $event) {
        $events[] = [
            (string) $event->UID,
            $event->DTSTART->getDateTime()->getTimestamp(),
            $event->DTEND->getDateTime()->getTimestamp(),
            // Version 2 leaves what is before a comma or a semicolon.
            strtr((string) $event->SUMMARY, ["\\," => ",", "\\;" => ";"]),
            (string) $event->STATUS,
            (int) (string) $event->SEQUENCE,
        ];
    }
    $found[$path] = $events;
}
echo json_encode($found, JSON_THROW_ON_ERROR);
