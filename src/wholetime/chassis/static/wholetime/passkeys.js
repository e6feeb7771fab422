/* Says in words what went wrong with a passkey, and where passkeys cannot work says so before anybody tries. */
(function () {
  const SAID = {
    NotAllowedError: 'Nothing was done: the request was stopped, or took too long. Try again when you are ready.',
    InvalidStateError: 'This device already holds a passkey for you here.',
    SecurityError: 'Passkeys do not work at this address. They need https, or localhost.',
    NotSupportedError: 'This device cannot make such a passkey. Try another device, or use an authenticator app.'
  }

  function say (text) {
    const place = document.getElementById('passkey-trouble')
    if (!place) return
    place.querySelector('p').textContent = text
    place.hidden = false
  }

  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    const fault = event.detail && event.detail.exception
    say((fault && SAID[fault.name]) || 'The passkey did not work. Try again, or use another way.')
  })

  document.addEventListener('DOMContentLoaded', function () {
    if (window.PublicKeyCredential) return
    document.querySelectorAll('[data-passkey]').forEach(function (button) { button.disabled = true })
    say('This browser cannot use passkeys here.')
  })
})()
