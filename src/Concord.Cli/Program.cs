using System.Globalization;
using Concord.Cli;
using Concord.Cli.Terminals;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
var terminal = Terminal.OfProcess();
using var ending = new EndAtOnce(terminal);
return CommandLine.Run(args, terminal);
