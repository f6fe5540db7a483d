using System.Text.Json;
using Hub.JsonSchema.Compatibility;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>One line for each thing that people change, with what it breaks.</summary>
public sealed class SchemaComparisonTests
{
    private const Verdict Yes = Verdict.Compatible;
    private const Verdict No = Verdict.Incompatible;

    [Theory]
    // Any type
    [InlineData("{}", "true", Yes, Yes)]
    [InlineData("{}", "false", No, Yes)]
    [InlineData("""{"type":"integer"}""", """{"type":"number"}""", Yes, No)]
    [InlineData("""{"type":["string","null"]}""", """{"type":"string"}""", No, Yes)]
    [InlineData("""{"enum":["a","b"]}""", """{"enum":["b","a","c"]}""", Yes, No)]
    [InlineData("""{"const":1}""", """{"enum":[1.0]}""", Yes, Yes)]
    [InlineData("""{"enum":[1,2,3]}""", """{"type":"integer","minimum":1,"maximum":3}""", Yes, Yes)]
    [InlineData("""{"type":"boolean"}""", """{"enum":[true,false]}""", Yes, Yes)]
    [InlineData("""{"enum":["a",1]}""", """{"type":"string"}""", No, No)]
    // Numbers
    [InlineData("""{"type":"integer","minimum":1}""", """{"type":"integer","exclusiveMinimum":0}""", Yes, Yes)]
    [InlineData("""{"type":"number","minimum":1}""", """{"type":"number","exclusiveMinimum":0}""", Yes, No)]
    [InlineData("""{"multipleOf":0.02}""", """{"multipleOf":0.01}""", Yes, No)]
    [InlineData("""{"multipleOf":6}""", """{"allOf":[{"multipleOf":2},{"multipleOf":3}]}""", Yes, Yes)]
    [InlineData("""{"type":"number","multipleOf":1}""", """{"type":"integer"}""", Yes, Yes)]
    [InlineData("""{"type":"number","maximum":0.1}""", """{"type":"number","maximum":0.10000000000000000001}""", Yes, No)]
    // Texts
    [InlineData("""{"type":"string","minLength":2}""", """{"type":"string","minLength":1}""", Yes, No)]
    [InlineData("""{"type":"string","pattern":"^[0-9]{5}$"}""", """{"type":"string","pattern":"^[0-9]+$"}""", Yes, No)]
    [InlineData("""{"type":"string","pattern":"^[0-9]{5}$"}""", """{"type":"string","minLength":5,"maxLength":5}""", Yes, No)]
    [InlineData("""{"type":"string","pattern":"^(?!00)[0-9]{5}$"}""", """{"type":"string","pattern":"^[0-9]{5}$"}""", Yes, No)]
    [InlineData("""{"type":"string","pattern":"^[ab]*$"}""", """{"type":"string","pattern":"^(a|b)*$"}""", Yes, Yes)]
    [InlineData("""{"type":"string","pattern":"\\S"}""", """{"type":"string","minLength":1}""", Yes, No)]
    [InlineData("""{"type":"string","format":"date"}""", """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}""", Yes, No)]
    [InlineData("""{"type":"string","format":"date"}""", """{"type":"string"}""", Yes, No)]
    [InlineData("""{"type":"string","format":"email","maxLength":80}""", """{"type":"string","format":"email","maxLength":254}""", Yes, No)]
    [InlineData("""{"type":"string","format":"email"}""", """{"type":"string","format":"date"}""", No, No)]
    [InlineData("""{"type":"string","format":"unknown"}""", """{"type":"string"}""", Yes, Yes)]
    // Arrays
    [InlineData("""{"type":"array","maxItems":5}""", """{"type":"array","maxItems":6}""", Yes, No)]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"enum":[1,2]}}""", """{"type":"array","uniqueItems":true,"items":{"enum":[1,2]},"maxItems":2}""", Yes, Yes)]
    [InlineData("""{"type":"array","uniqueItems":true}""", """{"type":"array"}""", Yes, No)]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":["string","null"]}}""", Yes, No)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"}],"items":false}""", """{"type":"array","maxItems":1,"items":{"type":"string"}}""", Yes, Yes)]
    [InlineData("""{"type":"array","contains":{"const":1}}""", """{"type":"array","minItems":1}""", Yes, No)]
    [InlineData("""{"type":"array","contains":{"const":1},"minContains":2}""", """{"type":"array","contains":{"const":1}}""", Yes, No)]
    [InlineData("""{"type":"array","contains":{"const":1},"maxContains":2}""", """{"type":"array","contains":{"const":1},"maxContains":3}""", Yes, No)]
    [InlineData("""{"type":"array","items":{"const":1},"uniqueItems":true}""", """{"type":"array","items":{"const":1},"maxItems":1}""", Yes, Yes)]
    // Objects
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", No, Yes)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", """{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false}""", Yes, No)]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", """{"type":"object","properties":{"a":{},"b":{"type":"string"}}}""", No, Yes)]
    [InlineData("""{"type":"object"}""", """{"type":"object","additionalProperties":false}""", No, Yes)]
    [InlineData("""{"type":"object","patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"type":"object","propertyNames":{"pattern":"^x-"},"additionalProperties":{"type":"string"}}""", Yes, Yes)]
    [InlineData("""{"type":"object","patternProperties":{"^a":{"type":"string"}}}""", """{"type":"object","patternProperties":{"^ab":{"type":"string"}}}""", Yes, No)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false}""", """{"type":"object","maxProperties":2,"properties":{"a":{},"b":{}},"additionalProperties":false}""", Yes, Yes)]
    [InlineData("""{"type":"object","required":["a"]}""", """{"type":"object","minProperties":1}""", Yes, No)]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"dependentSchemas":{"a":{"required":["b"]}}}""", Yes, Yes)]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]}}""", """{"dependentRequired":{"a":["b"]}}""", Yes, Yes)]
    // Choices
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"}]}""", """{"type":["number","string"]}""", Yes, Yes)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", """{"type":"number","not":{"type":"integer"}}""", Yes, Yes)]
    [InlineData("""{"type":"object","oneOf":[{"properties":{"k":{"const":1}},"required":["k"]},{"properties":{"k":{"const":2}},"required":["k"]}]}""", """{"type":"object","anyOf":[{"properties":{"k":{"const":2}},"required":["k"]},{"properties":{"k":{"const":1}},"required":["k"]}]}""", Yes, Yes)]
    [InlineData("""{"not":{"not":{"type":"string"}}}""", """{"type":"string"}""", Yes, Yes)]
    [InlineData("""{"type":"object","if":{"properties":{"c":{"const":"sms"}},"required":["c"]},"then":{"required":["phone"]}}""", """{"type":"object","if":{"properties":{"c":{"enum":["sms","call"]}},"required":["c"]},"then":{"required":["phone"]}}""", No, Yes)]
    // What is left over
    [InlineData("""{"properties":{"a":{}},"unevaluatedProperties":false}""", """{"properties":{"a":{}},"additionalProperties":false}""", Yes, Yes)]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"properties":{"b":{}},"unevaluatedProperties":false}""", """{"properties":{"a":{},"b":{}},"additionalProperties":false}""", Yes, Yes)]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},true],"unevaluatedProperties":false}""", """{"properties":{"a":{"const":1}},"additionalProperties":false}""", Yes, Yes)]
    [InlineData("""{"prefixItems":[{}],"unevaluatedItems":false}""", """{"maxItems":1}""", Yes, Yes)]
    [InlineData("""{"dependentSchemas":{"a":{"properties":{"b":{}}}},"properties":{"a":{},"c":{}},"unevaluatedProperties":false}""", """{"dependentSchemas":{"c":{"properties":{"b":{}}}},"properties":{"a":{},"c":{}},"unevaluatedProperties":false}""", No, No)]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":false}""", """{"contains":{"type":"number"},"unevaluatedItems":false}""", No, No)]
    [InlineData("""{"allOf":[{"if":{"properties":{"a":{}}}}],"unevaluatedProperties":false}""", """{"allOf":[{}],"unevaluatedProperties":false}""", No, Yes)]
    [InlineData("""{"dependentSchemas":{"c":{"items":true}}}""", """{"dependentSchemas":{"c":{"items":true}},"unevaluatedItems":false}""", No, Yes)]
    // References
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", """{"type":"string"}""", Yes, Yes)]
    [InlineData("""{"type":"object","properties":{"n":{"$ref":"#"}},"additionalProperties":false}""", """{"type":"object","properties":{"n":{"$ref":"#/$defs/x"}},"additionalProperties":false,"$defs":{"x":{"$ref":"#"}}}""", Yes, Yes)]
    [InlineData("""{"type":"object","properties":{"n":{"$ref":"#"},"v":{"type":"integer"}},"required":["v"]}""", """{"type":"object","properties":{"n":{"$ref":"#"},"v":{"type":"number"}},"required":["v"]}""", Yes, No)]
    [InlineData("""{"type":"object","properties":{"n":{"$ref":"#"}},"required":["n"]}""", "false", Yes, Yes)]
    // Other dialects
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","minimum":3,"exclusiveMinimum":true}""", """{"type":"number","exclusiveMinimum":3}""", Yes, Yes)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":false}""", """{"prefixItems":[{"type":"string"}],"items":false}""", Yes, Yes)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"]}}""", """{"dependentRequired":{"a":["b"]}}""", Yes, Yes)]
    public void Compare_TwoVersions_GivesBothVerdicts(string older, string newer, Verdict backward, Verdict forward)
    {
        var report = Compare(older, newer);

        Assert.Equal((backward, forward), (report.Backward, report.Forward));
        Assert.Equal((backward == No, forward == No), (report.Changes.Any(change => change is { Direction: Direction.Backward, Witness: not null }), report.Changes.Any(change => change is { Direction: Direction.Forward, Witness: not null })));
    }

    [Fact]
    public void Compare_MemberOfAnItemBecomesRequired_NamesThePathAndShowsAWholeDocument()
    {
        const string Older = """{"$id":"urn:hub:schema:t:a:1.0.0","type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/child"}}},"$defs":{"child":{"type":"object","properties":{"birthDate":{"type":"string"}}}}}""";
        const string Newer = """{"$id":"urn:hub:schema:t:a:2.0.0","type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/child"}}},"$defs":{"child":{"type":"object","required":["birthDate"],"properties":{"birthDate":{"type":"string","format":"date"}}}}}""";

        var report = Compare(Older, Newer);

        Assert.Equal((Verdict.Incompatible, Verdict.Compatible, VersionStep.Major), (report.Backward, report.Forward, report.Step));
        Assert.Equal(
            ["/children/[]/birthDate format urn:hub:schema:t:a:2.0.0#/$defs/child/properties/birthDate/format", "/children/[]/birthDate required urn:hub:schema:t:a:2.0.0#/$defs/child/required"],
            report.Changes.OrderBy(change => change.Keyword).Select(change => $"{change.InstancePath} {change.Keyword} {change.NewKeywordLocation}"));
        Assert.StartsWith("urn:hub:schema:t:a:1.0.0#/$defs/child", report.Changes[0].OldKeywordLocation, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, report.Changes[0].Witness!.Value.GetProperty("children").ValueKind);
        Assert.Contains("birthDate", report.Changes[0].Message.Fr, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_RenamedMemberOfAClosedObject_NamesTheOldAndTheNewOne()
    {
        var report = Compare(
            """{"type":"object","properties":{"phone":{"type":"string"},"name":{}},"additionalProperties":false}""",
            """{"type":"object","properties":{"telephone":{"type":"string"},"name":{}},"additionalProperties":false}""");

        Assert.Equal(
            ["Backward /phone additionalProperties", "Forward /telephone additionalProperties"],
            report.Changes.Select(change => $"{change.Direction} {change.InstancePath} {change.Keyword}"));
        Assert.True(report.Changes[0].Witness!.Value.TryGetProperty("phone", out _));
        Assert.Equal("#/properties/phone", report.Changes[0].OldKeywordLocation);
    }

    [Fact]
    public void Compare_OnlyWordsChanged_AsksForAPatch()
    {
        var report = Compare("""{"type":"string","title":"Nom"}""", """{"type":"string","title":"Nom de famille","examples":["Martin"]}""");

        Assert.Equal((Verdict.Compatible, VersionStep.Patch), (report.Full, report.Step));
        Assert.Empty(report.Changes);
    }

    [Fact]
    public void Compare_FormatsNotAsserted_IgnoresThem()
    {
        var report = SchemaComparison.Compare(new SchemaRegistry(), Json("""{"format":"date"}"""), Json("""{"format":"email"}"""), new ComparisonLimits { Options = SchemaOptions.Default });

        Assert.Equal(Verdict.Compatible, report.Full);
    }

    [Fact]
    public void Compare_PatternBeyondRegular_IsUnknownOrShownNeverGuessed()
    {
        var report = Compare("""{"type":"string","pattern":"^(a+)b\\1$"}""", """{"type":"string","pattern":"^(a+)b(\\1)$"}""");

        Assert.NotEqual(Verdict.Incompatible, report.Backward);
        Assert.NotEqual(Verdict.Compatible, report.Backward);
        Assert.All(report.Changes, change => Assert.Null(change.Witness));
    }

    /// <summary>In draft 4 the number 1.0 is no integer; generated documents write 1, so this is never shown, and must not be called compatible.</summary>
    [Fact]
    public void Compare_IntegersOfDraft4AndLater_AreNotTakenForTheSame()
    {
        var report = Compare("""{"$schema":"http://json-schema.org/draft-04/schema#","type":"integer"}""", """{"type":"integer"}""");

        Assert.Equal((Verdict.Compatible, Verdict.Unknown), (report.Backward, report.Forward));
    }

    /// <summary>Where a dynamic reference leads depends on the way taken: the same text may mean something else.</summary>
    [Fact]
    public void Compare_DynamicReferences_AreNotTakenForTheSame()
    {
        const string Older = """{"$id":"urn:x:a","$ref":"urn:x:list","$defs":{"t":{"$dynamicAnchor":"T","type":"string"},"list":{"$id":"urn:x:list","type":"array","items":{"$dynamicRef":"#T"},"$defs":{"t":{"$dynamicAnchor":"T"}}}}}""";

        var report = Compare(Older, Older.Replace("\"string\"", "\"number\"", StringComparison.Ordinal));

        Assert.NotEqual(Verdict.Compatible, report.Backward);
        Assert.NotEqual(Verdict.Compatible, report.Forward);
    }

    [Fact]
    public void Compare_FormatOfTheCallers_IsTriedAndNotReasonedAbout()
    {
        var limits = new ComparisonLimits { Options = new SchemaOptions { AssertFormats = true, Formats = new Dictionary<string, FormatCheck> { ["date"] = text => text.Length == 3 } } };

        var report = SchemaComparison.Compare(new SchemaRegistry(), Json("""{"type":"string","format":"date"}"""), Json("""{"type":"string","pattern":"^[0-9-]{10}$"}"""), limits);

        Assert.Equal(Verdict.Incompatible, report.Backward);
        Assert.All(report.Changes.Where(change => change.Direction == Direction.Backward), change => Assert.Equal(3, change.Witness!.Value.GetString()!.Length));
    }

    [Fact]
    public void Compare_ThroughTheRegistry_FollowsReferencesBetweenSchemas()
    {
        var registry = new SchemaRegistry();
        registry.Add("urn:x:address:1", Json("""{"type":"object","required":["city"]}"""));
        registry.Add("urn:x:address:2", Json("""{"type":"object","required":["city","postcode"]}"""));
        registry.Add("urn:x:person:1", Json("""{"properties":{"home":{"$ref":"urn:x:address:1"}}}"""));

        var report = SchemaComparison.Compare(registry, "urn:x:person:1", Json("""{"properties":{"home":{"$ref":"urn:x:address:2"}}}"""));

        var change = Assert.Single(report.Changes);
        Assert.Equal(("/home/postcode", "required", "urn:x:address:1#/required", "urn:x:address:2#/required"), (change.InstancePath, change.Keyword, change.OldKeywordLocation, change.NewKeywordLocation));
    }

    [Fact]
    public void Compare_UnknownReference_IsRefused() =>
        Assert.Throws<SchemaException>(() => Compare("""{"$ref":"urn:nowhere"}""", "{}"));

    private static CompatibilityReport Compare(string older, string newer) => SchemaComparison.Compare(new SchemaRegistry(), Json(older), Json(newer));

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
