"use client";
import { KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { type Theme, themeCookie } from "@/components/preferences/preferences";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { saveCookie } from "@/components/preferences/save-cookie";
import { menuClass, menuItemClass, menuLabelClass } from "@/components/ui/menu-class";
import { ViewerButtonContent, viewerButtonClass } from "./viewer-button";

const themes = [
  { value: "system", label: "As the device", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const sessionsHref = "/settings/sessions";

/** Who looks, with which role and in which zone; theme and the way out. */
export function ViewerMenuPanel({ name, role, signOutHref }: { name: string; role: string; signOutHref: string }) {
  const preferences = usePreferences();
  const [theme, setTheme] = useState<Theme>(preferences.theme);
  const choose = (value: string) => {
    setTheme(value as Theme);
    saveCookie(themeCookie, value);
    document.documentElement.dataset.theme = value;
  };
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger className={viewerButtonClass}>
        <ViewerButtonContent role={role} zone={preferences.zone} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={menuClass} align="end" sideOffset={4} collisionPadding={8}>
        <div className="px-2 pt-1.5 pb-2">
          <div className="font-medium">{name}</div>
          <div className="text-caption text-muted">
            {role} · {preferences.zone}
          </div>
        </div>
        <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
        <DropdownMenu.Label className={menuLabelClass}>Theme</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={theme} onValueChange={choose}>
          {themes.map(({ value, label, icon: Icon }) => (
            <DropdownMenu.RadioItem
              key={value}
              value={value}
              onSelect={(event) => event.preventDefault()}
              className={`${menuItemClass} text-muted data-[state=checked]:font-medium data-[state=checked]:text-text`}
            >
              <Icon className="size-4" strokeWidth={1.75} aria-hidden="true" />
              {label}
              <DropdownMenu.ItemIndicator className="ml-auto">✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
        <DropdownMenu.Item asChild>
          <a href={sessionsHref} className={menuItemClass}>
            <KeyRound className="size-4" strokeWidth={1.75} aria-hidden="true" />
            Your sessions
          </a>
        </DropdownMenu.Item>
        {/* A form: a link that signs out could be put anywhere. The menu stays while it is sent. */}
        <form method="post" action={signOutHref}>
          <DropdownMenu.Item asChild onSelect={(event) => event.preventDefault()}>
            <button type="submit" className={`${menuItemClass} w-full`}>
              <LogOut className="size-4" strokeWidth={1.75} aria-hidden="true" />
              Sign out
            </button>
          </DropdownMenu.Item>
        </form>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
