using System.Net;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Security;
using Hub.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hub.Server.Tests.Security;

public sealed class ProblemTests : IAsyncLifetime
{
    private SecuredHub hub = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => hub = await SecuredHub.StartAsync(app =>
    {
        app.MapGet("/throws", string () => throw new InvalidOperationException("a secret of the inside")).AllowAnonymousAccess("for the test");
        app.MapGet("/store/{trouble}", string (StoreTrouble trouble) => throw new StoreUnavailableException(trouble, "inside")).AllowAnonymousAccess("for the test");
        app.MapGet("/reads", (DateOnly? day, DateTimeOffset? at, int? count, bool? flag) => $"{day}{at}{count}{flag}").AllowAnonymousAccess("for the test");
        app.MapPost("/json", (Dictionary<string, string> body) => body.Count).AllowAnonymousAccess("for the test");
        app.MapGet("/invalid", () => ExchangeProblems.InvalidPayload("school.canteen", [
            new("/children/0/name", "/properties/children/items/type", new("Un texte était attendu.", "A text was expected.")),
        ]).ToResult()).AllowAnonymousAccess("for the test");
    });

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData("/reads?day=tomorrow", "day", "2026-12-31")]
    [InlineData("/reads?at=noon", "at", "2026-12-31T08:00:00Z")]
    [InlineData("/reads?count=many", "count", "whole number")]
    [InlineData("/reads?flag=perhaps", "flag", "true or false")]
    public async Task Get_ParameterOfAnotherForm_IsNamedWithTheFormItNeeds(string path, string name, string form)
    {
        using var client = hub.Client(language: "en");

        using var response = await client.GetAsync(path);

        var detail = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("detail").GetString();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith($"The parameter {name} ", detail, StringComparison.Ordinal);
        Assert.Contains(form, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", 404, "not-found")]
    [InlineData("/throws", 500, "unexpected")]
    [InlineData("/store/Full", 507, "store-full")]
    [InlineData("/store/Failed", 503, "store-unavailable")]
    [InlineData("/store/Overloaded", 503, "store-unavailable")]
    [InlineData("/store/nonsense", 400, "bad-request")]
    public async Task Get_WhatGoesWrong_IsAProblemDocument(string path, int status, string code)
    {
        using var client = hub.Client();

        using var response = await client.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(body);
        Assert.Equal($"urn:hub:problem:{code}", document.RootElement.GetProperty("type").GetString());
        Assert.Equal(status, document.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(document.RootElement.GetProperty("traceId").GetString() ?? "");
        Assert.DoesNotContain("inside", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.Equal(status is 503 or 507, response.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData(null, "fr", "Rien à cette adresse")]
    [InlineData("en", "en", "Nothing at this address")]
    [InlineData("en-US;q=0.3, fr-FR;q=0.9", "fr", "Rien à cette adresse")]
    [InlineData("*", "fr", "Rien à cette adresse")]
    [InlineData("en;q=0", "fr", "Rien à cette adresse")]
    [InlineData(";;;nonsense", "fr", "Rien à cette adresse")]
    public async Task Get_Language_DecidesTheTexts(string? acceptLanguage, string language, string title)
    {
        using var client = hub.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        if (acceptLanguage is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);
        }

        using var response = await client.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(title, document.RootElement.GetProperty("title").GetString());
        Assert.Equal(language, Assert.Single(response.Content.Headers.ContentLanguage));
    }

    [Fact]
    public async Task Get_InvalidPayload_NamesEveryPlaceInBothLanguages()
    {
        using var client = hub.Client();

        using var response = await client.GetAsync("/invalid");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = document.RootElement.GetProperty("errors")[0];

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal("/children/0/name", error.GetProperty("instanceLocation").GetString());
        Assert.Equal("/properties/children/items/type", error.GetProperty("keywordLocation").GetString());
        Assert.Equal("Un texte était attendu.", error.GetProperty("error").GetProperty("fr").GetString());
        Assert.Equal("A text was expected.", error.GetProperty("error").GetProperty("en").GetString());
    }

    [Theory]
    [InlineData("PUT", "/json", "application/json", "{}", 405)]
    [InlineData("TRACE", "/json", null, null, 405)]
    [InlineData("POST", "/json", "text/plain", "{}", 415)]
    [InlineData("POST", "/json", "application/json", "{\"unfinished", 400)]
    public async Task Send_WhatRoutingOrBindingRefuses_IsAProblemDocument(string method, string path, string? type, string? body, int status)
    {
        using var client = hub.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type ?? "text/plain"));
        }

        using var response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyAboveTheRoutesLimit_Is413(bool chunked)
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Integrator));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/t/body") { Content = new ByteArrayContent(new byte[1001]) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Get_AnyAnswer_HasTheSecurityHeaders()
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Director));
        foreach (var path in (string[])["/nowhere", "/throws", "/open", $"/t/{Permissions.JourneysRead}"])
        {
            using var response = await client.GetAsync(path);

            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.False(response.Headers.Contains("Server"));
        }

        using var personal = await client.GetAsync($"/t/{Permissions.JourneysRead}");
        Assert.True(personal.Headers.CacheControl?.NoStore);
    }
}
