using System.Diagnostics;
using System.Text;

namespace Hub.JsonSchema.Tests.Limits;

/// <summary>Schemas and documents made to exhaust the validator end within its limits, with an error that says so.</summary>
public sealed class SchemaBombTests
{
    // Without its limit each of these would take hours at least; a busy machine must not fail them.
    private const double Deadline = 60;

    private static readonly SchemaRegistry Registry = new();

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"type":"string"},{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""")]
    [InlineData("""{"if":{"not":{"$ref":"#"}}}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#"}}}""")]
    public void Compile_ReferenceThatNeverEnds_IsRefused(string schema)
    {
        var failure = Assert.Throws<SchemaException>(() => Compile(schema));

        Assert.Contains("without end", failure.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void IsValid_CycleThroughProperties_FollowsTheDocument()
    {
        var validator = Compile("""{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}""");

        Assert.True(validator.IsValid("""{"next":{"next":{"next":{}}}}"""u8));
        Assert.False(validator.IsValid("""{"next":{"next":{"other":{}}}}"""u8));
    }

    [Fact]
    public void Validate_NestedAllOfDoublingFortyTimes_IsGivenUp()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 40).Select(i => $$$"""
            "d{{{i}}}":{"allOf":[{"$ref":"#/$defs/d{{{i + 1}}}"},{"$ref":"#/$defs/d{{{i + 1}}}"}]}
            """));
        var validator = Compile($$$"""{"$defs":{{{{definitions}}},"d40":{"type":"integer","minimum":0}},"$ref":"#/$defs/d0"}""");

        var (result, elapsed) = Time(() => validator.Validate("1"u8.ToArray()));

        Assert.Equal("limit", Assert.Single(result.Errors).Keyword);
        Assert.False(validator.IsValid("1"u8));
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Fact]
    public void IsValid_LimitPassedUnderNot_IsStillRefused()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 40).Select(i => $$$"""
            "d{{{i}}}":{"allOf":[{"$ref":"#/$defs/d{{{i + 1}}}"},{"$ref":"#/$defs/d{{{i + 1}}}"}]}
            """));
        var validator = Compile($$$"""{"$defs":{{{{definitions}}},"d40":{"type":"integer","minimum":0}},"not":{"$ref":"#/$defs/d0"}}""", new SchemaOptions { MaxSteps = 10_000 });

        Assert.False(validator.IsValid("1"u8));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void Validate_ChainOfTenThousandReferences_DoesNotExhaustASmallStack(int kibibytes)
    {
        var definitions = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""
            "d{{{i}}}":{"minimum":0,"$ref":"#/$defs/d{{{i + 1}}}"}
            """));

        var result = OnSmallStack(kibibytes, () => Compile($$$"""{"$defs":{{{{definitions}}},"d10000":{"type":"integer"}},"$ref":"#/$defs/d0"}""").Validate("1"u8.ToArray()));

        Assert.Equal("limit", Assert.Single(result.Errors).Keyword);
    }

    [Fact]
    public void IsValid_ChainOfTenThousandBareReferences_IsFollowedOnASmallStack()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""
            "d{{{i}}}":{"$ref":"#/$defs/d{{{i + 1}}}"}
            """));
        var schema = $$$"""{"$defs":{{{{definitions}}},"d10000":{"type":"integer"}},"$ref":"#/$defs/d0"}""";

        Assert.Equal((true, false), OnSmallStack(256, () => (Compile(schema).IsValid("1"u8), Compile(schema).IsValid("true"u8))));
    }

    [Fact]
    public void Validate_DynamicReferenceThatNeverEnds_IsGivenUp()
    {
        var validator = Compile("""{"$dynamicAnchor":"a","$dynamicRef":"#a"}""");

        Assert.Equal("limit", Assert.Single(validator.Validate("1"u8.ToArray()).Errors).Keyword);
    }

    [Theory]
    [InlineData("^(a+)+$", true)]
    [InlineData("^(a|a)*$", true)]
    [InlineData("(x+x+)+y", true)]
    [InlineData("^(?=(a|aa)+$)", false)]
    [InlineData("^(a+)+\\1$", false)]
    public void Validate_PatternMadeToBacktrack_EndsInTime(string pattern, bool linear)
    {
        var validator = Compile($$"""{"pattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}}}""");
        var text = Encoding.UTF8.GetBytes("\"" + new string(pattern.Contains('x', StringComparison.Ordinal) ? 'x' : 'a', 5000) + "!\"");

        var (result, elapsed) = Time(() => validator.Validate(text));

        Assert.Equal(linear ? "pattern" : "limit", Assert.Single(result.Errors).Keyword);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Validate_MillionUniqueItems_EndsInTime(bool repeated)
    {
        var items = Enumerable.Range(0, 1_000_000).Select(i => i % 3 == 0 ? $"{{\"n\":{i}}}" : i % 3 == 1 ? $"\"{i}\"" : $"{i}");
        var bytes = Encoding.UTF8.GetBytes("[" + string.Join(',', repeated ? items.Append("1e0") .Append("1.0") : items) + "]");
        var validator = Compile("""{"uniqueItems":true}""");

        var (result, elapsed) = Time(() => validator.Validate(bytes));

        Assert.Equal(!repeated, result.IsValid);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Fact]
    public void IsValid_LargeObjectsInReverseOrder_AreComparedInTime()
    {
        var members = Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":{i}").ToList();
        var bytes = Encoding.UTF8.GetBytes($"[{{{string.Join(',', members)}}},{{{string.Join(',', members.AsEnumerable().Reverse())}}}]");
        var validator = Compile("""{"uniqueItems":true}""");

        var (valid, elapsed) = Time(() => validator.IsValid(bytes));

        Assert.False(valid);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Fact]
    public void Compile_SchemaOfTenMegabytes_EndsInTime()
    {
        var definitions = new StringBuilder();
        for (var i = 0; definitions.Length < 10_000_000; i++)
        {
            definitions.Append(i > 0 ? "," : "").Append(System.Globalization.CultureInfo.InvariantCulture, $$$"""
                "definition{{{i}}}":{"type":"object","properties":{"a":{"type":"string","maxLength":10},"b":{"$ref":"#/$defs/definition{{{i / 2}}}"}},"required":["a"]}
                """);
        }

        var bytes = Encoding.UTF8.GetBytes($$$"""{"$defs":{{{{definitions}}}},"type":"object","additionalProperties":{"$ref":"#/$defs/definition50000"}}""");
        var (validator, elapsed) = Time(() => Registry.Compile(bytes));

        Assert.True(validator.IsValid("""{"x":{"a":"1"}}"""u8));
        Assert.False(validator.IsValid("""{"x":{"a":"1","b":{}}}"""u8));
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Fact]
    public void Validate_ManyErrors_AreCut()
    {
        var validator = Compile("""{"items":{"type":"string"}}""");
        var bytes = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]");

        var (result, elapsed) = Time(() => validator.Validate(bytes, OutputFormat.Detailed));

        Assert.Equal(200, result.Errors.Count);
        Assert.True(result.Truncated);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Theory]
    [InlineData("""{"multipleOf":1e-400000000}""", "1e400000000")]
    [InlineData("""{"maximum":1e400000000}""", "1e-400000000")]
    [InlineData("""{"enum":[1e400000000]}""", "1e400000000")]
    [InlineData("""{"multipleOf":1e400}""", "3e400")]
    [InlineData("""{"multipleOf":1e400,"type":"integer"}""", "0")]
    [InlineData("""{"not":{"multipleOf":1e400}}""", "1e399")]
    public void IsValid_AstronomicExponents_CostNothing(string schema, string number)
    {
        var (valid, elapsed) = Time(() => Compile(schema).IsValid(Encoding.ASCII.GetBytes(number)));

        Assert.True(valid);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":0}""", true)]
    [InlineData("""{"multipleOf":7}""", false)]
    [InlineData("""{"maximum":1}""", false)]
    public void IsValid_NumberOfAMillionDigits_EndsInTime(string schema, bool expected)
    {
        var number = Encoding.ASCII.GetBytes(new string('1', 1_000_000));

        var (valid, elapsed) = Time(() => Compile(schema).IsValid(number));

        Assert.Equal(expected, valid);
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    [Fact]
    public void Compile_NumberOfTwoThousandDigits_IsRefused()
    {
        var failure = Assert.Throws<SchemaException>(() => Compile($$"""{"multipleOf":{{new string('9', 2000)}}}"""));

        Assert.Equal("/multipleOf", failure.Pointer);
        Assert.Contains("1000", failure.Reason.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Validate_DocumentOfAMillionLevels_IsRefusedWhereItGetsTooDeep(string open, string close)
    {
        const int Levels = 1_000_000;
        var text = new StringBuilder();
        text.Insert(0, open, Levels).Append('1').Insert(text.Length, close, Levels);
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        var validator = Compile("""{"items":{"$ref":"#"},"additionalProperties":{"$ref":"#"}}""");

        var error = Assert.Single(validator.Validate(bytes).Errors);

        Assert.False(validator.IsValid(bytes));
        Assert.Equal(("json", 64L * open.Length), (error.Keyword, error.ByteOffset));
        Assert.Contains("64", error.Message.En, StringComparison.Ordinal);
        Assert.False(ParsedJson.TryParse(bytes, out _));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1_000_000)]
    public void Compile_SchemaThatIsTooDeep_IsRefused(int levels)
    {
        var text = new StringBuilder();
        text.Insert(0, "{\"not\":", levels).Append("{}").Insert(text.Length, "}", levels);

        var failure = Assert.Throws<SchemaException>(() => Compile(text.ToString()));

        Assert.Contains("256", failure.Reason.En, StringComparison.Ordinal);
    }

    // A table of states for these would take millions of rows.
    [Theory]
    [InlineData("(a|b)*a(a|b){20}$", 21)]
    [InlineData("^(.*a){12}.{25}b", 60)]
    [InlineData("^(\\p{L}{1,50}\\p{N}{1,50}){1,20}$", 8)]
    public void Compile_PatternWhoseTableWouldExplode_IsMatchedAnotherWay(string pattern, int length)
    {
        var (validator, elapsed) = Time(() => Compile($$"""{"pattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}}}"""));

        Assert.False(validator.IsValid(Encoding.UTF8.GetBytes("\"" + new string('-', length) + "\"")));
        Assert.InRange(elapsed.TotalSeconds, 0, Deadline);
    }

    private static JsonSchemaValidator Compile(string schema, SchemaOptions? options = null) => Registry.Compile(Encoding.UTF8.GetBytes(schema), options);

    private static T OnSmallStack<T>(int kibibytes, Func<T> action)
    {
        var result = default(T);
        var thread = new Thread(() => result = action(), kibibytes * 1024);
        thread.Start();

        Assert.True(thread.Join(TimeSpan.FromSeconds(Deadline)), "a validation on a small stack");
        return result!;
    }

    private static (T Result, TimeSpan Elapsed) Time<T>(Func<T> action)
    {
        var clock = Stopwatch.StartNew();
        return (action(), clock.Elapsed);
    }
}
