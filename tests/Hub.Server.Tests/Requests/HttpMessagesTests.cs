using System.Text;
using Hub.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Hub.Server.Tests.Requests;

public sealed class HttpMessagesTests
{
    private const string Structured = "application/cloudevents+json; charset=utf-8";

    [Fact]
    public async Task ReadAsync_BinaryMode_TakesIdAndSourceFromTheHeaders()
    {
        var (message, problem) = await ReadAsync("application/json", """{"a":1}""", ("ce-specversion", "1.0"), ("ce-id", "e1"), ("ce-source", "/s"), ("ce-type", "t"));

        Assert.Null(problem);
        Assert.Equal(("e1", "/s", """{"a":1}"""), (message!.EventId, message.EventSource, Text(message)));
    }

    [Fact]
    public async Task ReadAsync_PlainJson_IsNoEvent()
    {
        var (message, _) = await ReadAsync("application/vnd.example+json", """{ "a" : 1 }""");

        Assert.Equal((null, null, """{ "a" : 1 }"""), (message!.EventId, message.EventSource, Text(message)));
    }

    [Theory]
    [InlineData("\"data\":{\"n\":1.10}", """{"n":1.10}""")]
    [InlineData("\"data\":null", "null")]
    [InlineData("\"data_base64\":\"eyJhIjoxfQ==\"", """{"a":1}""")]
    public async Task ReadAsync_StructuredMode_TakesTheEventApart(string data, string expected)
    {
        var (message, problem) = await ReadAsync(Structured, $$"""{"specversion":"1.0","id":"e1","source":"/s","type":"t",{{data}}}""");

        Assert.Null(problem);
        Assert.Equal(("e1", "/s", expected), (message!.EventId, message.EventSource, Text(message)));
    }

    [Theory]
    [InlineData("""{"specversion":"0.3","id":"e1","source":"/s","type":"t","data":1}""")]
    [InlineData("""{"specversion":"1.0","source":"/s","type":"t","data":1}""")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t","data":1}""")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":7,"type":"t","data":1}""")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/s","data":1}""")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/s","type":"t"}""")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/s","type":"t","data_base64":"%%%"}""")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/s","type":"t","data_base64":7}""")]
    [InlineData("[]")]
    public async Task ReadAsync_BadEvent_IsRefused(string body)
    {
        var (message, problem) = await ReadAsync(Structured, body);

        Assert.Null(message);
        Assert.Equal((400, "invalid-cloudevent"), (problem!.Status, problem.Code));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("text/x+json")]
    [InlineData("")]
    public async Task ReadAsync_OtherMediaType_IsRefused(string contentType)
    {
        var (_, problem) = await ReadAsync(contentType, "{}");

        Assert.Equal(415, problem?.Status);
    }

    private static async Task<(HttpMessage? Message, Problem? Problem)> ReadAsync(string contentType, string body, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return await HttpMessages.ReadAsync(request, CancellationToken.None);
    }

    private static string Text(HttpMessage message) => Encoding.UTF8.GetString(message.Data.Span);
}
