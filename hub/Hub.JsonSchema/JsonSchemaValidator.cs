using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema;

/// <summary>
/// A compiled schema. Immutable and safe for use from several threads; the memory that a validation needs is kept by its thread, so that
/// checking a valid document allocates nothing.
/// </summary>
public sealed class JsonSchemaValidator
{
    private readonly SchemaNode _root;
    private readonly SchemaOptions _options;

    internal JsonSchemaValidator(SchemaNode root, SchemaOptions options)
    {
        _root = root;
        _options = options;
    }

    /// <summary>The verdict on a document given as UTF-8 JSON. What cannot be read is not valid.</summary>
    public bool IsValid(ReadOnlySpan<byte> utf8)
    {
        var scratch = Scratch.Rent();
        try
        {
            if (scratch.Tape.Read(utf8, _options.MaxDepth) is not null)
            {
                return false;
            }

            var evaluation = new Evaluation(new JsonView(utf8, scratch.Tape.Tokens), scratch, _options.MaxSteps);
            return _root.IsValid(ref evaluation, 0) && evaluation.Exceeded == Limit.None;
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>The verdict on a document that was read before: the fastest way when several schemas look at it.</summary>
    public bool IsValid(ParsedJson document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Depth > _options.MaxDepth)
        {
            return false;
        }

        var scratch = Scratch.Rent();
        try
        {
            var evaluation = new Evaluation(document.View, scratch, _options.MaxSteps);
            return _root.IsValid(ref evaluation, 0) && evaluation.Exceeded == Limit.None;
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>The verdict on a parsed value. Its text is indexed again each time: see <see cref="ParsedJson"/> for a value held against several schemas.</summary>
    public bool IsValid(JsonElement value) => IsValid(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>The verdict with its reasons. What cannot be read is an error of keyword <c>json</c>, not an exception.</summary>
    public ValidationResult Validate(ReadOnlyMemory<byte> utf8, OutputFormat format = OutputFormat.Basic) => Validate(utf8.Span, format);

    /// <summary>The verdict on a parsed value, with its reasons.</summary>
    public ValidationResult Validate(JsonElement value, OutputFormat format = OutputFormat.Basic) =>
        Validate(JsonMarshal.GetRawUtf8Value(value), format);

    /// <summary>The verdict on a document that was read before, with its reasons.</summary>
    public ValidationResult Validate(ParsedJson document, OutputFormat format = OutputFormat.Basic)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Depth > _options.MaxDepth)
        {
            // Reading it again finds the place where it gets too deep.
            return Validate(document.Utf8.Span, format);
        }

        var scratch = Scratch.Rent();
        try
        {
            return Validate(document.View, scratch, format);
        }
        finally
        {
            scratch.Return();
        }
    }

    private ValidationResult Validate(ReadOnlySpan<byte> utf8, OutputFormat format)
    {
        var scratch = Scratch.Rent();
        try
        {
            return scratch.Tape.Read(utf8, _options.MaxDepth) is { } fault
                ? Unreadable(fault, format)
                : Validate(new JsonView(utf8, scratch.Tape.Tokens), scratch, format);
        }
        finally
        {
            scratch.Return();
        }
    }

    private ValidationResult Validate(JsonView view, Scratch scratch, OutputFormat format)
    {
        var evaluation = new Evaluation(view, scratch, _options.MaxSteps);
        var valid = _root.IsValid(ref evaluation, 0) && evaluation.Exceeded == Limit.None;
        if (format == OutputFormat.Flag || (valid && !_options.CollectAnnotations))
        {
            return valid ? ValidationResult.Valid : ValidationResult.Invalid;
        }

        if (evaluation.Exceeded != Limit.None)
        {
            return GivenUp(evaluation.Exceeded, format);
        }

        // Most documents are valid: only a refused one is walked a second time, for its reasons.
        var report = new Report(_options.MaxErrors, _options.CollectAnnotations);
        report.Begin(view);
        var again = new Evaluation(view, scratch, _options.MaxSteps);
        _root.Report(ref again, report, 0, null);
        if (valid)
        {
            return new ValidationResult { IsValid = true, Annotations = report.Annotations };
        }

        return report.Units.Count == 0 ? GivenUp(again.Exceeded, format) : Refused(report, format);
    }

    private static ValidationResult Refused(Report report, OutputFormat format)
    {
        var errors = new List<ValidationError>();
        Flatten(report.Units, errors);
        return new ValidationResult
        {
            IsValid = false,
            Errors = errors,
            Details = format == OutputFormat.Detailed ? Tree(report.Units) : null,
            Truncated = report.IsFull,
        };
    }

    private static OutputUnit Tree(IReadOnlyList<OutputUnit> units) =>
        units.Count == 1 ? units[0] : new OutputUnit("", "", "#", null, units) { Keyword = "" };

    private static void Flatten(IReadOnlyList<OutputUnit> units, List<ValidationError> errors)
    {
        foreach (var unit in units)
        {
            if (unit.Message is { } message)
            {
                errors.Add(new ValidationError(unit.InstanceLocation, unit.KeywordLocation, unit.AbsoluteKeywordLocation, unit.Keyword, message));
            }

            Flatten(unit.Errors, errors);
        }
    }

    private ValidationResult Unreadable(JsonFault fault, OutputFormat format) => Single(
        new ValidationError("", "", "#", "json", UnreadableSentences.Of(fault, _options.MaxDepth)) { ByteOffset = fault.ByteOffset, Line = fault.Line },
        format);

    private static ValidationResult GivenUp(Limit limit, OutputFormat format) =>
        Single(new ValidationError("", "", "#", "limit", UnreadableSentences.Of(limit)), format);

    private static ValidationResult Single(ValidationError error, OutputFormat format) => format == OutputFormat.Flag
        ? ValidationResult.Invalid
        : new ValidationResult
        {
            IsValid = false,
            Errors = [error],
            Details = format == OutputFormat.Detailed ? new OutputUnit("", "", "#", error.Message, []) { Keyword = error.Keyword } : null,
        };
}
