using System.Globalization;
using System.Text;

namespace Hub.JsonSchema.Formats;

/// <summary>
/// The Bidi rule (RFC 5893, section 2) for labels of a name that has right-to-left ones. .NET has no table of bidirectional classes; in
/// labels that <see cref="IdnLabel"/> accepts, they follow from the block and the category.
/// </summary>
internal static class BidiRule
{
    private enum Direction
    {
        Left,
        Right,
        EuropeanNumber,
        ArabicNumber,
        Mark,
        Neutral,
    }

    public static bool IsRightToLeft(string label) => label.EnumerateRunes().Any(rune => Of(rune.Value) is Direction.Right or Direction.ArabicNumber);

    public static bool IsFollowedBy(string label)
    {
        var directions = label.EnumerateRunes().Select(rune => Of(rune.Value)).ToList();
        var last = directions.FindLast(direction => direction != Direction.Mark);
        return directions[0] switch
        {
            Direction.Right => !directions.Contains(Direction.Left)
                && last is Direction.Right or Direction.EuropeanNumber or Direction.ArabicNumber
                && !(directions.Contains(Direction.EuropeanNumber) && directions.Contains(Direction.ArabicNumber)),
            Direction.Left => !directions.Contains(Direction.Right) && !directions.Contains(Direction.ArabicNumber)
                && last is Direction.Left or Direction.EuropeanNumber,
            _ => false,
        };
    }

    private static Direction Of(int code)
    {
        switch (code)
        {
            case (>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9):
                return Direction.EuropeanNumber;
            case (>= 0x660 and <= 0x669) or (>= 0x10E60 and <= 0x10E7E):
                return Direction.ArabicNumber;
        }

        if (CharUnicodeInfo.GetUnicodeCategory(code) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return Direction.Mark;
        }

        if (code is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF))
        {
            return Direction.Right;
        }

        return Rune.IsLetterOrDigit(new Rune(code)) || CharUnicodeInfo.GetUnicodeCategory(code) == UnicodeCategory.SpacingCombiningMark
            ? Direction.Left
            : Direction.Neutral;
    }
}
