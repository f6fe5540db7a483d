using System.Globalization;
using System.Text;

namespace Hub.JsonSchema.Patterns;

/// <summary>Writes a pattern as .NET has it, over UTF-16, with ECMA-262's meaning.</summary>
internal static class RegexWriter
{
    private const string Word = "[A-Za-z0-9_]";

    /// <summary>The .NET expression, and whether it needs the backtracking engine.</summary>
    public static (string Regex, bool NeedsBacktracking) Write(PatternPart pattern)
    {
        var regex = new StringBuilder();
        var backtracks = false;
        var captures = HasBackReference(pattern);
        Append(pattern);
        return (regex.ToString(), backtracks);

        void Append(PatternPart part)
        {
            switch (part)
            {
                case CharacterPart character:
                    character.Set.AppendTo(regex, loose: false);
                    break;
                case SequencePart sequence:
                    foreach (var inner in sequence.Parts)
                    {
                        Append(inner);
                    }

                    break;
                case ChoicePart choice:
                    regex.Append("(?:");
                    for (var i = 0; i < choice.Choices.Count; i++)
                    {
                        regex.Append(i > 0 ? "|" : "");
                        Append(choice.Choices[i]);
                    }

                    regex.Append(')');
                    break;
                case CapturePart capture:
                    // .NET numbers named groups after the others; a name for each keeps ECMA-262's numbers. Without back-references none is needed.
                    regex.Append(captures ? string.Create(CultureInfo.InvariantCulture, $"(?<g{capture.Number}>") : "(?:");
                    Append(capture.Inner);
                    regex.Append(')');
                    break;
                case RepeatPart repeat:
                    AppendRepeat(repeat);
                    break;
                case BackReferencePart reference:
                    // A group that took no part matches nothing in .NET, and the empty text in ECMA-262.
                    backtracks = true;
                    regex.Append(CultureInfo.InvariantCulture, $"(?(g{reference.Number})\\k<g{reference.Number}>)");
                    break;
                case LookPart look:
                    backtracks = true;
                    regex.Append("(?").Append(look.Behind ? "<" : "").Append(look.Negative ? '!' : '=');
                    Append(look.Inner);
                    regex.Append(')');
                    break;
                case AnchorPart { Kind: Anchor.Start }:
                    regex.Append(@"\A");
                    break;
                case AnchorPart { Kind: Anchor.End }:
                    regex.Append(@"\z");
                    break;
                case AnchorPart anchor:
                    // .NET's own \b goes by every letter of Unicode.
                    backtracks = true;
                    regex.Append(anchor.Kind == Anchor.WordBoundary
                        ? $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))"
                        : $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))");
                    break;
            }
        }

        void AppendRepeat(RepeatPart repeat)
        {
            if (repeat.Inner is CharacterPart { Set.HasAllAstral: true } character && repeat.Most is null && repeat.Least <= 8)
            {
                // The common .* and [^x]*: halves of pairs may pass one by one, for nothing else can start between them.
                for (var i = 0; i < repeat.Least; i++)
                {
                    character.Set.AppendTo(regex, loose: false);
                }

                character.Set.AppendTo(regex, loose: true);
                regex.Append('*').Append(repeat.Lazy ? "?" : "");
                return;
            }

            regex.Append("(?:");
            Append(repeat.Inner);
            regex.Append(')');
            _ = (repeat.Least, repeat.Most) switch
            {
                (0, null) => regex.Append('*'),
                (1, null) => regex.Append('+'),
                (0, 1) => regex.Append('?'),
                (var least, null) => regex.Append(CultureInfo.InvariantCulture, $"{{{least},}}"),
                var (least, most) => regex.Append(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
            };
            regex.Append(repeat.Lazy ? "?" : "");
        }
    }

    private static bool HasBackReference(PatternPart part) => part switch
    {
        BackReferencePart => true,
        SequencePart sequence => sequence.Parts.Any(HasBackReference),
        ChoicePart choice => choice.Choices.Any(HasBackReference),
        CapturePart capture => HasBackReference(capture.Inner),
        RepeatPart repeat => HasBackReference(repeat.Inner),
        LookPart look => HasBackReference(look.Inner),
        _ => false,
    };
}
