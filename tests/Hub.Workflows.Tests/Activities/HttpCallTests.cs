using System.Text.Json;
using Hub.Workflows.Http;

namespace Hub.Workflows.Tests.Activities;

/// <summary>Outside calls and their results as they travel: what is written is what is read, and the readers know no other spelling.</summary>
public sealed class HttpCallTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(3000)]
    public void FromJson_WhatToJsonWrote_IsTheSameCall(int headers)
    {
        var call = new HttpCall(
            "POST",
            "https://example.org/a?b=é",
            [.. Enumerable.Range(0, headers).Select(i => KeyValuePair.Create($"X-Header-{i}", $"value {i}"))],
            JsonElement.Parse("""{"a":[1.0,"é"]}"""),
            "application/x+json",
            "Bearer secret");

        var read = HttpCall.FromJson(Through(call.ToJson()));

        Assert.Equal((call.Method, call.Url, call.ContentType, call.Authorization, call.Address), (read.Method, read.Url, read.ContentType, read.Authorization, read.Address));
        Assert.Equal(call.Content.GetRawText(), read.Content.GetRawText());
        Assert.Equal(call.Headers, read.Headers);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void FromJson_HeadersThatComeAgainInAnotherCase_StandTogetherInTheirOrder(int others)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Set-Cookie", "a"), new("set-cookie", "b") };
        headers.InsertRange(1, Enumerable.Range(0, others).Select(i => KeyValuePair.Create($"X-{i}", "x")));

        var read = HttpCall.FromJson(Through(new HttpCall("GET", "http://a/", headers, default, null, null).ToJson()));

        Assert.Equal([new("Set-Cookie", "a"), new("Set-Cookie", "b"), .. headers.Skip(1).SkipLast(1)], read.Headers);
    }

    [Fact]
    public void FromJson_NothingButMethodAndAddress_HasNothingElse()
    {
        var read = HttpCall.FromJson(Through(new HttpCall("GET", "no address", [], default, null, null).ToJson()));

        Assert.Equal(JsonValueKind.Undefined, read.Content.ValueKind);
        Assert.Equal((null, null, null), (read.ContentType, read.Authorization, read.Address));
    }

    [Theory]
    [InlineData(HttpCallOutcome.Answered, 201, false)]
    [InlineData(HttpCallOutcome.Timeout, 0, true)]
    [InlineData(HttpCallOutcome.FailedToConnect, 0, false)]
    public void Judge_WhatToJsonWrote_IsTheSame(HttpCallOutcome outcome, int status, bool isUnknown)
    {
        var result = new HttpCallResult(outcome, status, [], JsonElement.Parse("[]"), isUnknown);

        Assert.Equal((outcome, status, isUnknown), HttpCallResult.Judge(Through(result.ToJson())));
    }

    [Fact]
    public void Judge_OtherSpelling_IsNoAnswer() =>
        Assert.Equal((HttpCallOutcome.FailedToConnect, 0, false), HttpCallResult.Judge(JsonElement.Parse("""{"Outcome":"Answered","StatusCode":200,"Unknown":true}""")));

    private static JsonElement Through(JsonElement json) => JsonElement.Parse(json.GetRawText());
}
