// Starts Swagger's page; what changes something carries the token that the site asks of its own pages.
const place = document.getElementById("swagger-ui");
const settings = JSON.parse(document.getElementById("swagger-settings").textContent);

SwaggerUIBundle({
  ...settings,
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = place.dataset.token;
    return request;
  },
});
