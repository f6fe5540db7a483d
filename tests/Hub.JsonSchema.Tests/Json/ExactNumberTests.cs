using System.Globalization;
using System.Numerics;
using System.Text;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Tests.Json;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("1", "1.0", 0)]
    [InlineData("1e2", "100", 0)]
    [InlineData("0.1e1", "1", 0)]
    [InlineData("-0", "0.000", 0)]
    [InlineData("1.50", "1.5", 0)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("0.1", "0.1000000000000000055511151231257827", -1)]
    [InlineData("-2", "1e-999999999999", -1)]
    [InlineData("1e999999999999999999999", "9e999999999", 1)]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891", -1)]
    [InlineData("-123456789012345678901234567890", "-123456789012345678901234567891", 1)]
    [InlineData("100000000000000000000", "1e20", 0)]
    [InlineData("0.00000000000000000000000000001", "1e-29", 0)]
    public void CompareTo_TwoNumbers_ComparesTheirExactValues(string a, string b, int expected)
    {
        Assert.Equal(expected, Compare(a, b));
        Assert.Equal(-expected, Compare(b, a));
        Assert.Equal(expected == 0, Hash(a) == Hash(b));
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e2", true)]
    [InlineData("1.5e1", true)]
    [InlineData("1.5", false)]
    [InlineData("1e-1", false)]
    [InlineData("0e-5", true)]
    [InlineData("10000000000000000000000.0", true)]
    [InlineData("10000000000000000000000.1", false)]
    [InlineData("10000000000000000000000e-2", true)]
    [InlineData("10000000000000000000001e-2", false)]
    public void IsInteger_Number_GoesByItsValue(string text, bool expected) =>
        Assert.Equal(expected, ExactNumber.Parse(Encoding.ASCII.GetBytes(text)).IsInteger);

    [Theory]
    [InlineData("0.3", "0.1", true)]
    [InlineData("0.35", "0.1", false)]
    [InlineData("19.99", "0.01", true)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("1e1000000000", "3", false)]
    [InlineData("3e1000000000", "3", true)]
    [InlineData("1e1000000000", "0.0000001", true)]
    [InlineData("4.5", "1.5", true)]
    [InlineData("1e-5", "1", false)]
    [InlineData("0", "7", true)]
    [InlineData("123456789012345678901234567890", "10", true)]
    [InlineData("123456789012345678901234567891", "10", false)]
    [InlineData("7.0", "0.7", true)]
    [InlineData("-8", "2", true)]
    public void IsMultipleOf_Divisor_DividesExactly(string value, string divisor, bool expected) =>
        Assert.Equal(expected, ExactNumber.Parse(Encoding.ASCII.GetBytes(value)).IsMultipleOf(ExactNumber.Parse(Encoding.ASCII.GetBytes(divisor))));

    [Fact]
    public void Operations_RandomNumbers_AgreeWithBigIntegers()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (Draw(random), Draw(random));
            // Both over the same power of ten, so that whole numbers can tell.
            var least = Math.Min(a.Exponent, b.Exponent);
            var (x, y) = (a.Digits * BigInteger.Pow(10, a.Exponent - least), b.Digits * BigInteger.Pow(10, b.Exponent - least));

            Assert.True(Math.Sign(x.CompareTo(y)) == Compare(a.Text, b.Text), $"{a.Text} against {b.Text}");
            if (y > 0)
            {
                var multiple = ExactNumber.Parse(Encoding.ASCII.GetBytes(a.Text)).IsMultipleOf(ExactNumber.Parse(Encoding.ASCII.GetBytes(b.Text)));
                Assert.True((x % y).IsZero == multiple, $"{a.Text} as a multiple of {b.Text}");
            }
        }
    }

    [Fact]
    public void IsMultipleOf_MillionDigits_EndsQuickly()
    {
        var value = Encoding.ASCII.GetBytes("1" + new string('7', 1_000_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var multiple = ExactNumber.Parse(value).IsMultipleOf(ExactNumber.Parse("0.0001"u8));

        Assert.True(multiple);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    /// <summary>A number written in one of several ways: few digits or many, with point, zeros and exponent.</summary>
    private static (string Text, BigInteger Digits, int Exponent) Draw(Random random)
    {
        var digits = new StringBuilder().Append(random.Next(10));
        for (var length = random.Next(random.Next(4) == 0 ? 40 : 6); length > 0; length--)
        {
            digits.Append(random.Next(3) == 0 ? '0' : (char)('0' + random.Next(10)));
        }

        var whole = digits.ToString().TrimStart('0');
        whole = whole.Length == 0 ? "0" : whole;
        var value = BigInteger.Parse(whole, CultureInfo.InvariantCulture);
        var negative = random.Next(3) == 0 ? "-" : "";
        var exponent = random.Next(3) == 0 ? random.Next(-30, 30) : 0;
        var suffix = exponent == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{exponent}");
        var point = random.Next(2) == 0 ? random.Next(1, whole.Length + 1) : whole.Length;
        var text = point == whole.Length ? whole : whole[..point] + "." + whole[point..];
        return (negative + text + suffix, negative.Length > 0 ? -value : value, exponent - (whole.Length - point));
    }

    private static int Compare(string a, string b) =>
        Math.Sign(ExactNumber.Parse(Encoding.ASCII.GetBytes(a)).CompareTo(ExactNumber.Parse(Encoding.ASCII.GetBytes(b))));

    private static ulong Hash(string text) => ExactNumber.Parse(Encoding.ASCII.GetBytes(text)).Hash(42);
}
