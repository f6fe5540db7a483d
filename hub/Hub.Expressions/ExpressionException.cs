using System.Globalization;

namespace Hub.Expressions;

/// <summary>
/// An expression could not be read or gave no value. The message tells what and where; it never holds data of the host.
/// A host function may throw it with kind <see cref="ExpressionErrorKind.Runtime"/>: the script sees an <c>Error</c> it can catch.
/// </summary>
public sealed class ExpressionException : Exception
{
    /// <summary>Creates an error with its place; 0 means that the place is unknown.</summary>
    public ExpressionException(ExpressionErrorKind kind, string message, string? messageFrench = null, int line = 0, int column = 0, string? budget = null, Exception? innerException = null)
        : base(Place(message, line, column, "line {0}, column {1}"), innerException)
    {
        Kind = kind;
        Line = line;
        Column = column;
        Budget = budget;
        Detail = message;
        MessageFrench = Place(messageFrench ?? message, line, column, "ligne {0}, colonne {1}");
    }

    /// <summary>What sort of failure this is.</summary>
    public ExpressionErrorKind Kind { get; }

    /// <summary>Line in the source, from 1; 0 when unknown.</summary>
    public int Line { get; }

    /// <summary>Column in the source in UTF-16 units, from 1; 0 when unknown.</summary>
    public int Column { get; }

    /// <summary>The limit reached: <c>steps</c>, <c>time</c>, <c>depth</c>, <c>memory</c> or <c>output</c>; null for other kinds.</summary>
    public string? Budget { get; }

    /// <summary>The message in English, without the place.</summary>
    public string Detail { get; }

    /// <summary>The message in French, with the place.</summary>
    public string MessageFrench { get; }

    private static string Place(string message, int line, int column, string format) =>
        line == 0 ? message : $"{message} ({string.Format(CultureInfo.InvariantCulture, format, line, column)})";
}
