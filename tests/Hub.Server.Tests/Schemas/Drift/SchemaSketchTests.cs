using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Drift;
using Hub.Server.Schemas.Members;

namespace Hub.Server.Tests.Schemas.Drift;

public sealed class SchemaSketchTests
{
    private const int Messages = 10_000;

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly SchemaVersion Schema = SchemaVersion.Read("""
        {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:hub:schema:test:drift:1.0.0","type":"object","required":["name","level"],
         "properties":{
           "name":{"type":"string","x-personal-data":"identity"},
           "level":{"enum":["CP","CE1"]},
           "gender":{"x-personal-data":"identity","enum":["male","female"]},
           "birth":{"type":"string","format":"date"},
           "visit":{"type":"string"},
           "remark":{"type":"string"},
           "children":{"type":"array","items":{"$ref":"#/$defs/child"}},
           "closed":{"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer"}}},
           "free":{"type":"object"},
           "table":{"type":"object","additionalProperties":{"type":"integer"}}},
         "$defs":{"child":{"type":"object","properties":{"age":{"type":"integer"}}}}}
        """u8.ToArray());

    private static readonly JsonSchemaValidator Validator = Compile();

    [Fact]
    public void See_TenThousandMessagesAsDeclared_InventsNothing()
    {
        var sketch = Sketch();
        Fill(sketch, seeded: null);

        Assert.DoesNotContain(sketch.Report(0).Findings, finding => finding.IsAlarm);
    }

    [Theory]
    [InlineData("""{"name":"n","level":"CP","nickname":"x"}""", "NewMember /nickname")]
    [InlineData("""{"name":"n","level":"CP","children":[{"age":3},{"age":4,"school":{"zip":"75001"}}]}""", "NewMember /children/[]/school")]
    [InlineData("""{"name":"n","level":"CP","closed":{"a":1,"b":2}}""", "RefusedMember /closed/b")]
    [InlineData("""{"name":"n","level":"CM1"}""", "NewValue /level CM1")]
    [InlineData("""{"name":"n","level":"CP","gender":"other"}""", "NewValue /gender")] // personal: counted, not kept
    public void See_OneDriftInTenThousand_IsFoundAndNothingElse(string drifting, string expected)
    {
        var sketch = Sketch();
        Fill(sketch, drifting);

        var alarm = Assert.Single(sketch.Report(0).Findings, finding => finding.IsAlarm);

        Assert.Equal(1, alarm.Count);
        var words = alarm.Kind == DriftKind.NewValue ? string.Concat(alarm.Words.Select(word => " " + word)) : "";
        Assert.Equal(expected, $"{alarm.Kind} {alarm.Path}{words}");
    }

    [Fact]
    public void See_TenThousandMessages_TellsWhatIsNeverSentAndWhatAlwaysHolds()
    {
        var sketch = Sketch();
        Fill(sketch, seeded: null);

        var notes = sketch.Report(0).Findings.Select(finding => $"{finding.Kind} {finding.Path}").ToArray();

        Assert.Equal(["NeverSent /remark", "FormatHolds /visit"], notes);
    }

    [Fact]
    public void SeeRefused_OneBadFormat_IsANoteAndManyAreAnAlarm()
    {
        var sketch = Sketch();
        Fill(sketch, """{"name":"n","level":"CP","birth":"2018"}""");
        var once = Assert.Single(sketch.Report(0).Findings, finding => finding.Kind == DriftKind.FormatFails);
        for (var i = 0; i < 200; i++)
        {
            See(sketch, """{"name":"n","level":"CP","birth":"2018"}""");
        }

        var often = Assert.Single(sketch.Report(0).Findings, finding => finding.Kind == DriftKind.FormatFails);

        Assert.Equal(("/birth", false, 1), (once.Path, once.IsAlarm, once.Count));
        Assert.Equal((true, 201), (often.IsAlarm, often.Count));
        Assert.Equal(["date"], often.Words);
    }

    [Fact]
    public void See_NamesThatAreData_AreNotKept()
    {
        var sketch = Sketch();
        See(sketch, """{"name":"Zoé Martin","level":"CP","zoe.martin@example.org":1,"06 12 34 56 78":2,"free":{"Zoe":1},"table":{"Martin":3},"closed":{"zoe martin":1}}""");
        See(sketch, """{"name":"Zoé Martin","level":"zoe.martin@example.org","free":{"Zoe":1},"table":{"Martin":3}}""");
        for (var i = 0; i < 100; i++)
        {
            See(sketch, $$"""{"name":"n","level":"CP","N{{(char)('a' + (i % 26))}}{{(char)('a' + (i / 26))}}":1}""");
        }

        var kept = Encoding.UTF8.GetString(sketch.ToJson()) + JsonSerializer.Serialize(sketch.Report(0).Findings.Select(finding => finding.Text));

        Assert.DoesNotContain("zoe", kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Martin", kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("06 12", kept, StringComparison.Ordinal);
        Assert.True(sketch.Report(0).Findings.Count <= 25, "a hundred names are no structure");
    }

    [Fact]
    public void Resume_WhatWasSaved_GoesOnWhereItWas()
    {
        var first = Sketch();
        Fill(first, """{"name":"n","level":"CM1","nickname":"x"}""");
        See(first, """{"name":"n","level":"CP","nickname":"x"}""");
        var second = Sketch();
        second.Resume(first.ToJson());

        Assert.Equal(Told(first), Told(second));
        See(second, """{"name":"n","level":"CP","nickname":"x"}""");
        Assert.Equal(2, Assert.Single(second.Report(0).Findings, finding => finding.Kind == DriftKind.NewMember).Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"since":1,"looked":1,"refused":1,"root":{"n":"x"},"refusals":[]}""")]
    public void Resume_WhatAnotherHubWrote_BeginsAnew(string saved)
    {
        var sketch = Sketch();
        sketch.Resume(Encoding.UTF8.GetBytes(saved));
        See(sketch, """{"name":"n","level":"CP"}""");

        Assert.Equal(1, sketch.Report(0).Looked);
    }

    [Fact]
    public void NextVersion_OfWhatIsSent_TakesIt()
    {
        var sketch = Sketch();
        string[] sent = ["""{"name":"n","level":"CM1"}""", """{"name":"n","level":"CP","nickname":"x","children":[{"age":4,"pupil":true}],"closed":{"a":1}}""", """{"name":"n","level":"CP","closed":{"b":2}}"""];
        foreach (var document in sent)
        {
            See(sketch, document);
        }

        var proposed = NextVersion.Of(sketch.Report(0), isMajor: false)!; // there are findings

        Assert.Equal("1.1.0", proposed.Version);
        var validator = new SchemaRegistry().Compile(proposed.Json, new SchemaOptions { AssertFormats = true });
        Assert.All(sent, document => Assert.True(validator.IsValid(Encoding.UTF8.GetBytes(document)), document));
        var major = new SchemaRegistry().Compile(NextVersion.Of(sketch.Report(0), isMajor: true)!.Json); // the same
        Assert.True(validator.IsValid("""{"name":"n","level":"CP","children":[{"pupil":"yes"}]}"""u8)); // it was accepted before
        Assert.False(major.IsValid("""{"name":"n","level":"CP","children":[{"pupil":"yes"}]}"""u8));
        Assert.Null(NextVersion.Of(Sketch().Report(0), isMajor: true));
    }

    [Fact]
    public void NextVersion_Major_AsksForWhatAlwaysHeld()
    {
        var sketch = Sketch();
        Fill(sketch, seeded: null);

        var proposed = NextVersion.Of(sketch.Report(0), isMajor: true)!; // there are findings

        var properties = JsonElement.Parse(proposed.Json.Span).GetProperty("properties");
        Assert.Equal("2.0.0", proposed.Version);
        Assert.Equal("date", properties.GetProperty("visit").GetProperty("format").GetString());
        Assert.True(properties.GetProperty("remark").GetProperty("deprecated").GetBoolean());
    }

    private static string[] Told(SchemaSketch sketch) => [.. sketch.Report(0).Findings.Select(finding => $"{finding.Kind} {finding.Path} {finding.Count} {finding.Of}")];

    private static SchemaSketch Sketch() => new(Schema, SchemaMember.Of(Schema.Urn, JsonElement.Parse(Schema.Json.Span), _ => null), Now);

    private static void Fill(SchemaSketch sketch, string? seeded)
    {
        var random = new Random(7);
        for (var i = 0; i < Messages; i++)
        {
            See(sketch, seeded is not null && i == 6_543 ? seeded : Message(random, i));
        }
    }

    private static string Message(Random random, int i)
    {
        var date = new DateTime(2010, 1, 1).AddDays(random.Next(4000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var children = string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => $$"""{"age":{{random.Next(12)}} }"""));
        return $$"""
            {"name":"Person {{i}}","level":"{{(random.Next(2) == 0 ? "CP" : "CE1")}}","gender":"{{(random.Next(2) == 0 ? "male" : "female")}}","birth":"{{date}}","visit":"{{date}}",
             "children":[{{children}}],"closed":{"a":{{random.Next(9)}}},"free":{"k{{random.Next(99)}}":1},"table":{"t{{random.Next(99)}}":2} }
            """;
    }

    // As the door does it.
    private static void See(SchemaSketch sketch, string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var errors = Validator.Validate(bytes).Errors.Select(error => new PayloadError(error.InstanceLocation, error.KeywordLocation, new(error.Message.Fr, error.Message.En))).ToArray();
        if (errors.Length == 0)
        {
            sketch.See(bytes, Now);
        }
        else
        {
            sketch.SeeRefused(bytes, errors, Now);
        }
    }

    private static JsonSchemaValidator Compile()
    {
        var registry = new SchemaRegistry();
        registry.Add(Schema.Urn, Schema.Json);
        return registry.Compile(Schema.Urn, new SchemaOptions { AssertFormats = true });
    }
}
