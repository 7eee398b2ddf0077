// A fault of the page's own scripts, told as one: not as a fault of what it asks. A classic script in old JavaScript, so that
// it runs also in browsers that cannot read the modules.
(function () {
  'use strict';
  var NEWEST = 'Chrome and Edge 98, Firefox 102, Safari 15.4, or newer';

  function tell(sentence, detail) {
    var banner = document.getElementById('fault');
    if (!banner || !banner.hidden) return; // the first one is the cause
    banner.hidden = false;
    banner.textContent = sentence + (detail ? ' It says: ' + detail : '');
  }

  function isOwn(event) {
    return !event.filename || event.filename.indexOf(location.origin) === 0;
  }

  function tellError(error, place) {
    tell('This page has a fault of its own; what it shows may be old or missing, but the pipeline is not concerned. Load it again.'
      + ' If that does not help, take a browser that it is made for (' + NEWEST + ') or report it.',
    String(error) + (place ? ', ' + place : ''));
  }

  addEventListener('error', function (event) {
    var target = event.target;
    if (target && target.tagName === 'SCRIPT') {
      tell('A part of this page could not be loaded, so it does not work. Load it again.', target.src);
    } else if (event.message && event.message.indexOf('ResizeObserver loop') < 0 && isOwn(event)) {
      tellError(event.error || event.message, event.filename && event.filename.split('/').pop() + ' line ' + event.lineno);
    }
  }, true);

  addEventListener('unhandledrejection', function (event) {
    tellError(event.reason);
  });

  if (!('noModule' in document.createElement('script'))) {
    addEventListener('DOMContentLoaded', function () {
      tell('This browser is too old for this page. It is made for ' + NEWEST + '.');
    });
  }
}());
